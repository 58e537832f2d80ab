"""Findings about xAPI packages (tincan.xml)."""

from __future__ import annotations

from content_packages.readers.kinds.kind import Kind

TINCAN = {
    "tincan.not_structure": Kind(
        "error",
        "tincan activities",
        "“{file}”没有 <activities>，无法得知课程结构。",
        "{file} has no activities element, so there is no course.",
        "请用制作工具重新发布课件。",
        "Publish the course again with your authoring tool.",
    ),
    "tincan.no_launch": Kind(
        "error",
        "tincan launch",
        "没有任何 <activity> 写明启动地址 <launch>。",
        "No activity has a launch address.",
        "请为课程的 <activity> 补上 <launch>。",
        "Add a launch to the course's activity.",
    ),
    "tincan.launch_missing": Kind(
        "error",
        "tincan launch",
        "启动文件“{found}”不在压缩包内，学员将打不开课程。",
        "The launch file {found} is not in the package, so learners could not open the course.",
        "请把该文件放入压缩包，或更正 <launch>。",
        "Put the file into the package, or correct the launch.",
    ),
    "tincan.no_id": Kind(
        "error",
        "tincan activity.id",
        "<activity> 的 id“{found}”不是完整的 IRI。",
        "The activity's id {found} is not a complete IRI.",
        "请写完整的 IRI，例如 https://example.com/course/1。",
        "Write a complete IRI such as https://example.com/course/1.",
    ),
    "tincan.duplicate": Kind(
        "error",
        "tincan activity.id",
        "有两个可启动的 <activity> 的 id 都是“{found}”。",
        "Two launchable activities have the id {found}.",
        "请让每个 <activity> 的 id 各不相同。",
        "Give every activity an id of its own.",
    ),
}
