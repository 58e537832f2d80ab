"""Findings about cmi5 course structures; the ids are those of ADL's requirements list."""

from __future__ import annotations

from content_packages.readers.kinds.kind import Kind

CMI5 = {
    "cmi5.not_structure": Kind(
        "error",
        "cmi5 13.2.0.0-1",
        "“{file}”不符合 cmi5 课程结构：{found}；应为 {expected}。",
        "{file} does not conform to the course structure schema: {found}; expected {expected}.",
        "请按 CourseStructure.xsd 修正该处，或用制作工具重新发布。",
        "Correct this place after CourseStructure.xsd, or publish the course again.",
    ),
    "cmi5.relative_iri": Kind(
        "error",
        "cmi5 3.0.0.0-1",
        "标识“{found}”不是完整的 IRI（缺少 https:// 一类的前缀）。",
        "The id {found} is not a fully qualified IRI: it has no scheme.",
        "请写完整的 IRI，例如 https://example.com/course/1。",
        "Write a complete IRI such as https://example.com/course/1.",
    ),
    "cmi5.duplicate_block": Kind(
        "error",
        "cmi5 13.1.2.0-1",
        "有两个 block 的 id 都是“{found}”。",
        "Two blocks have the id {found}.",
        "请让每个 block 的 id 各不相同。",
        "Give every block an id of its own.",
    ),
    "cmi5.duplicate_objective": Kind(
        "error",
        "cmi5 13.1.3.0-1",
        "有两个 objective 的 id 都是“{found}”。",
        "Two objectives have the id {found}.",
        "请让每个 objective 的 id 各不相同。",
        "Give every objective an id of its own.",
    ),
    "cmi5.duplicate_au": Kind(
        "error",
        "cmi5 13.1.4.0-1",
        "有两个 au 的 id 都是“{found}”。",
        "Two assignable units have the id {found}.",
        "请让每个 au 的 id 各不相同。",
        "Give every AU an id of its own.",
    ),
    "cmi5.bad_url": Kind(
        "error",
        "cmi5 13.1.4.0-2",
        "au 的 url“{found}”不是合法的网址。",
        "The AU's url {found} is not a valid URL.",
        "请更正网址；空格等字符要写成 %20 的形式。",
        "Correct the URL; characters such as spaces must be percent-encoded.",
    ),
    "cmi5.query_clash": Kind(
        "error",
        "cmi5 8.1.0.0-6",
        "au 的 url 中的参数“{found}”与 cmi5 启动参数同名。",
        "The AU's url uses the query parameter {found}, which cmi5 itself needs at launch.",
        "请为该参数改名（endpoint、fetch、actor、registration、activityId 为 cmi5 保留）。",
        "Rename the parameter; endpoint, fetch, actor, registration and activityId are cmi5's.",
    ),
    "cmi5.relative_without_zip": Kind(
        "error",
        "cmi5 14.2.0.0-1",
        "只上传了课程结构文件，但 url“{found}”是相对地址。",
        "Only the course structure was uploaded, but the url {found} is relative.",
        "请上传包含内容的 ZIP，或写完整的网址。",
        "Upload a ZIP with the content, or write a fully qualified URL.",
    ),
    "cmi5.launch_missing": Kind(
        "error",
        "cmi5 14.1.0.0-4",
        "au 的启动文件“{found}”不在压缩包内。",
        "The AU's launch file {found} is not in the package.",
        "请把该文件放入压缩包，或写完整的网址。",
        "Put the file into the package, or write a fully qualified URL.",
    ),
    "cmi5.not_at_root": Kind(
        "error",
        "cmi5 14.1.0.0-2",
        "cmi5.xml 不在压缩包的根目录（在“{found}”）。",
        "cmi5.xml is not at the root of the package but at {found}.",
        "请打包课件文件夹的内容，而不是文件夹本身。",
        "Pack the contents of the course folder, not the folder itself.",
    ),
    "cmi5.dangling_objective": Kind(
        "warning",
        "cmi5 objective-reference",
        "引用的 objective“{found}”没有定义。",
        "The objective {found} is referred to and not defined.",
        "请更正 idref，或补上该 objective。",
        "Correct the idref, or define the objective.",
    ),
    "cmi5.remote": Kind(
        "warning",
        "cmi5 14.1.0.0-4",
        "au 在外部服务器（{found}）；平台无法观察其学习过程，不能产生认证学时。",
        "The AU runs on another server ({found}), which cannot be observed: no time there can "
        "be verified.",
        "如需计算学时，请把内容放入 ZIP。",
        "Put the content into the ZIP if its time is to count.",
    ),
    "cmi5.namespace": Kind(
        "warning",
        "cmi5 13.2.0.0-1",
        "根元素的命名空间是“{found}”，标准为“{expected}”，已照常读取。",
        "The namespace is {found} where the standard has {expected}; it was read all the same.",
        "请改用标准的命名空间。",
        "Use the standard's namespace.",
    ),
}
