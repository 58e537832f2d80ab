"""Findings about plain media wrapped as a course."""

from __future__ import annotations

from content_packages.readers.kinds.kind import Kind

MEDIA = {
    "media.no_length": Kind(
        "warning",
        "package media-length",
        "无法从“{file}”读出时长，需要人工填写。",
        "The length of {file} could not be read; staff must enter it.",
        "请用常见工具重新导出（MP4/H.264 或 WebM）。",
        "Export it again with a common tool (MP4/H.264 or WebM).",
    ),
    "media.not_playable": Kind(
        "error",
        "package media-playable",
        "“{file}”的内容不是它的扩展名所说的格式（{found}）。",
        "{file} is not what its extension says ({found}).",
        "请导出为 MP4（H.264/AAC）、WebM 或 MP3。",
        "Export it as MP4 (H.264/AAC), WebM or MP3.",
    ),
    "media.no_subtitles": Kind(
        "warning",
        "package media-subtitles",
        "“{file}”没有字幕（同名的 .vtt 文件），听障学员无法学习。",
        "{file} has no subtitles (a .vtt file of the same name), which some learners need.",
        "请补上 WebVTT 字幕文件，例如 01.zh.vtt。",
        "Add a WebVTT file, for example 01.zh.vtt.",
    ),
    "media.bad_quiz": Kind(
        "error",
        "package media-quiz",
        "“{file}”不是合法的测验：{found}。",
        "{file} is not a valid quiz: {found}.",
        "请按课件规范中的测验格式修正。",
        "Correct it after the quiz format in the documentation.",
    ),
    "media.bad_subtitles": Kind(
        "warning",
        "package media-subtitles",
        "“{file}”不是 WebVTT 字幕（首行应为 WEBVTT），播放器不会显示。",
        "{file} is not WebVTT (its first line must be WEBVTT), so players will not show it.",
        "请转换为 WebVTT。",
        "Convert it to WebVTT.",
    ),
}
