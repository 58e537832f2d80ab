"""Findings about XML as such (SECURITY C3; XML 1.0)."""

from __future__ import annotations

from content_packages.readers.kinds.kind import Kind

XML = {
    "xml.doctype": Kind(
        "error",
        "package xml-without-doctype",
        "“{file}”含有 DOCTYPE 或实体声明，出于安全不予读取。",
        "{file} declares a DOCTYPE or an entity and is not read, for safety.",
        "请删除 <!DOCTYPE …> 声明；课程描述文件不需要它。",
        "Remove the <!DOCTYPE …> declaration; no course description needs one.",
    ),
    "xml.malformed": Kind(
        "error",
        "package xml-well-formed",
        "“{file}”不是合法的 XML，且无法修复：{found}。",
        "{file} is not well-formed XML and could not be repaired: {found}.",
        "请在指出的行修正标签后重新打包。",
        "Correct the tag on the line named and pack again.",
    ),
    "xml.recovered": Kind(
        "warning",
        "package xml-well-formed",
        "“{file}”不是合法的 XML（{found}），已尽力读取，请核对下方的课程结构。",
        "{file} is not well-formed XML ({found}); it was read as well as possible, so please "
        "compare the outline below.",
        "请在指出的行修正标签（常见原因：标签未闭合、命名空间前缀未声明）。",
        "Correct the line named; the usual causes are an unclosed tag or an undeclared prefix.",
    ),
    "xml.encoding": Kind(
        "warning",
        "package xml-encoding",
        "“{file}”声明的编码是 {found}，实际按 {expected} 读取。",
        "{file} declares the encoding {found} but had to be read as {expected}.",
        '请把文件另存为 UTF-8，并在首行写 encoding="UTF-8"。',
        'Save the file as UTF-8 and declare encoding="UTF-8" on its first line.',
    ),
    "xml.encoding_unknown": Kind(
        "error",
        "package xml-encoding",
        "“{file}”使用的编码 {found} 不受支持。",
        "{file} uses the encoding {found}, which is not supported.",
        "请把文件另存为 UTF-8。",
        "Save the file as UTF-8.",
    ),
    "xml.too_large": Kind(
        "error",
        "package size-limits",
        "“{file}”有 {found} 字节，描述文件上限为 {expected} 字节。",
        "{file} has {found} bytes; a description may have at most {expected}.",
        "请删除描述文件中无关的内容。",
        "Remove what does not belong in a course description.",
    ),
}
