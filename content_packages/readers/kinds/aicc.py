"""Findings about AICC course structure files (CMI001)."""

from __future__ import annotations

from content_packages.readers.kinds.kind import Kind

AICC = {
    "aicc.file_missing": Kind(
        "error",
        "aicc course-files",
        "缺少 AICC 课程文件“{found}”。",
        "The AICC course file {found} is missing.",
        "AICC 课件至少需要同名的 .crs、.au、.des、.cst 四个文件。",
        "An AICC course needs four files of the same name: .crs, .au, .des and .cst.",
    ),
    "aicc.file_absent": Kind(
        "warning",
        "aicc course-files",
        "缺少 AICC 课程文件“{found}”，已按其余文件读取。",
        "The AICC course file {found} is missing; the course was read from the others.",
        "请补上该文件。",
        "Add the file.",
    ),
    "aicc.no_column": Kind(
        "error",
        "aicc course-files",
        "“{file}”缺少列“{found}”。",
        "{file} has no column {found}.",
        "请在首行写明该列的名称。",
        "Name the column in the first line.",
    ),
    "aicc.unknown_member": Kind(
        "warning",
        "aicc cst.member",
        "“{file}”引用的单元“{found}”没有定义，已忽略。",
        "{file} refers to {found}, which is not defined; it was passed over.",
        "请更正编号，或在 .au 中补上该单元。",
        "Correct the id, or add the unit to the .au file.",
    ),
    "aicc.not_placed": Kind(
        "warning",
        "aicc cst.member",
        "单元“{found}”没有出现在课程结构（.cst）中，已放在末尾。",
        "The unit {found} does not occur in the course structure (.cst); it was put at the end.",
        "请在 .cst 中写明它的位置。",
        "Say in the .cst file where it belongs.",
    ),
    "aicc.duplicate_au": Kind(
        "error",
        "aicc au.system_id",
        "有两个单元的 system_id 都是“{found}”。",
        "Two units have the system_id {found}.",
        "请让每个单元的 system_id 各不相同。",
        "Give every unit a system_id of its own.",
    ),
    "aicc.launch_missing": Kind(
        "error",
        "aicc au.file_name",
        "启动文件“{found}”不在压缩包内。",
        "The launch file {found} is not in the package.",
        "请把该文件放入压缩包，或更正 file_name。",
        "Put the file into the package, or correct file_name.",
    ),
    "aicc.remote": Kind(
        "warning",
        "aicc au.file_name",
        "单元在外部服务器（{found}）；平台无法观察其学习过程，不能产生认证学时。",
        "The unit runs on another server ({found}), which cannot be observed: no time there can "
        "be verified.",
        "请把内容放入课件内。",
        "Put the content into the package.",
    ),
    "aicc.value": Kind(
        "warning",
        "aicc au.values",
        "“{found}”不是合法的取值（应为 {expected}），已忽略。",
        "“{found}” is not a permitted value (expected: {expected}); it was passed over.",
        "请改为合法的取值。",
        "Write one of the values expected.",
    ),
}
