"""Findings about the zip file itself (SECURITY C1, C2; PKWARE's APPNOTE)."""

from __future__ import annotations

from content_packages.readers.kinds.kind import Kind

_REPACK_ZH = "请用常见的压缩软件在课件文件夹内重新打包（ZIP，Deflate 压缩，不加密）后再上传。"
_REPACK_EN = "Pack the course folder again as a plain ZIP (Deflate, not encrypted) and upload that."

ARCHIVE = {
    "archive.not_zip": Kind(
        "error",
        "package archive-readable",
        "这个文件不是完整的 ZIP 压缩包：{found}。",
        "This file is not a complete ZIP archive: {found}.",
        "请确认上传的是课件发布得到的 ZIP 文件，且上传没有中断。",
        "Make sure that the file is the ZIP your tool published and that it is complete.",
    ),
    "archive.ambiguous": Kind(
        "error",
        "package archive-unambiguous",
        "压缩包的目录前后矛盾：{found}。",
        "The archive contradicts itself: {found}.",
        _REPACK_ZH,
        _REPACK_EN,
    ),
    "archive.overlap": Kind(
        "error",
        "package archive-unambiguous",
        "压缩包内多个文件占用同一段数据（{found}），这是压缩炸弹的手法。",
        "Several entries share the same bytes ({found}), as a zip bomb does.",
        _REPACK_ZH,
        _REPACK_EN,
    ),
    "archive.encrypted": Kind(
        "error",
        "package archive-readable",
        "文件“{file}”被加密，无法检查。",
        "The entry {file} is encrypted and cannot be checked.",
        "请重新打包，不要设置密码。",
        "Pack again without a password.",
    ),
    "archive.method": Kind(
        "error",
        "package archive-readable",
        "文件“{file}”使用了不支持的压缩方式（{found}）。",
        "The entry {file} uses a compression method that is not supported ({found}).",
        "请用 Deflate（普通 ZIP）重新打包。",
        "Pack again with Deflate, the ordinary ZIP compression.",
    ),
    "archive.damaged": Kind(
        "error",
        "package archive-readable",
        "文件“{file}”已损坏，无法解压：{found}。",
        "The entry {file} is damaged and cannot be read: {found}.",
        "请重新打包并上传。",
        "Pack the course again and upload it.",
    ),
    "archive.symlink": Kind(
        "error",
        "package names-inside",
        "“{file}”是符号链接或特殊文件，不能作为课件内容。",
        "The entry {file} is a symbolic link or a special file, which no course may contain.",
        "请用真实文件替换链接后重新打包。",
        "Replace the link by the real file and pack again.",
    ),
    "archive.unsafe_name": Kind(
        "error",
        "package names-inside",
        "文件名“{file}”指向课件之外或含有非法字符（{found}）。",
        "The name {file} points outside the package or holds forbidden characters ({found}).",
        "请去掉“..”、盘符、开头的斜杠和控制字符后重新打包。",
        "Remove “..”, drive letters, leading slashes and control characters, and pack again.",
    ),
    "archive.duplicate": Kind(
        "error",
        "package names-unique",
        "有两个文件都叫“{file}”，不同的软件会读到不同的内容。",
        "Two entries are named {file}; programs disagree about which one counts.",
        "请只保留一个，然后重新打包。",
        "Keep one of them and pack again.",
    ),
    "archive.case_clash": Kind(
        "error",
        "package names-unique",
        "“{file}”与“{found}”只有大小写不同，在部分系统上会互相覆盖。",
        "{file} and {found} differ in case only and overwrite each other on some systems.",
        "请改名后重新打包。",
        "Rename one of them and pack again.",
    ),
    "archive.too_many": Kind(
        "error",
        "package size-limits",
        "压缩包内有 {found} 个文件，上限为 {expected} 个。",
        "The archive holds {found} entries; at most {expected} are allowed.",
        "请删除无用的文件，或把课程拆成几个课件。",
        "Remove files that the course does not need, or split the course.",
    ),
    "archive.too_large": Kind(
        "error",
        "package size-limits",
        "解压后为 {found} 字节，上限为 {expected} 字节。",
        "Unpacked it takes {found} bytes; at most {expected} are allowed.",
        "请压缩视频和图片，或把课程拆成几个课件。",
        "Compress videos and pictures, or split the course.",
    ),
    "archive.bomb": Kind(
        "error",
        "package size-limits",
        "“{file}”的压缩比异常（{found}），疑似压缩炸弹，上限为 {expected}。",
        "{file} expands suspiciously ({found}, at most {expected}), as a zip bomb does.",
        "请检查该文件是否为真实的课件内容。",
        "Check whether the file is real course content.",
    ),
    "archive.backslash": Kind(
        "warning",
        "package names-portable",
        "文件名使用了反斜杠（{found}），已按正斜杠读取。",
        "Entry names use backslashes ({found}); they were read as slashes.",
        "请换用符合标准的压缩软件打包。",
        "Pack with a tool that writes slashes, as the ZIP specification says.",
    ),
    "archive.legacy_names": Kind(
        "warning",
        "package names-portable",
        "文件名没有使用 UTF-8（{found}），已按 {expected} 读取。",
        "Entry names are not UTF-8 ({found}); they were read as {expected}.",
        "请在压缩软件中启用 UTF-8 文件名，或改用英文文件名。",
        "Switch on UTF-8 names in your packing tool, or use ASCII names.",
    ),
    "archive.junk": Kind(
        "note",
        "package names-portable",
        "忽略了操作系统留下的 {found} 个文件（如 __MACOSX、.DS_Store）。",
        "Left out {found} files that an operating system added (__MACOSX, .DS_Store).",
        "无需处理；打包时排除它们可使课件更小。",
        "Nothing needs doing; leaving them out makes the package smaller.",
    ),
    "archive.subfolder": Kind(
        "warning",
        "package structure-at-root",
        "课程描述文件不在压缩包的根目录，而在“{found}”之下；已把该文件夹当作根目录。",
        "The course description is not at the root of the archive but under {found}; "
        "that folder was taken as the root.",
        "请进入课件文件夹，选中全部内容后打包，而不是打包文件夹本身。",
        "Pack the contents of the course folder, not the folder itself.",
    ),
    "archive.outside_root": Kind(
        "note",
        "package structure-at-root",
        "有 {found} 个文件在课程文件夹之外，没有导入。",
        "{found} files lie outside the course's folder and were not imported.",
        "如课件需要它们，请移入课程文件夹。",
        "Move them into the course's folder if the course needs them.",
    ),
    "package.unknown": Kind(
        "error",
        "package format-known",
        "没有找到任何课程描述文件（imsmanifest.xml、cmi5.xml、tincan.xml、AICC 的 .crs），"
        "也没有可播放的媒体。",
        "No course description (imsmanifest.xml, cmi5.xml, tincan.xml, AICC .crs) and no "
        "playable medium was found.",
        "请用制作工具的“发布到 LMS”功能重新导出。",
        "Export the course again with your tool's “publish for LMS” function.",
    ),
    "package.several": Kind(
        "note",
        "package format-known",
        "课件含有多种课程描述（{found}），已采用 {expected}。",
        "The package holds several course descriptions ({found}); {expected} was used.",
        "如需使用另一种，请删除不用的描述文件。",
        "Remove the description that should not be used if another one was meant.",
    ),
}
