"""Findings about what SCORM 1.2 and SCORM 2004 add to the manifest."""

from __future__ import annotations

from content_packages.readers.kinds.kind import Kind

SCORM = {
    "scorm.no_version": Kind(
        "warning",
        "scorm schemaversion",
        "清单没有写明 SCORM 版本（schemaversion），已按 {expected} 读取。",
        "The manifest does not say its SCORM version (schemaversion); it was read as {expected}.",
        "请在 <metadata> 中写明 <schemaversion>。",
        "Add a schemaversion to the metadata.",
    ),
    "scorm.odd_version": Kind(
        "warning",
        "scorm schemaversion",
        "schemaversion“{found}”不是标准的写法，已按 {expected} 读取。",
        "The schemaversion {found} is none of the standard's; it was read as {expected}.",
        "请写为 1.2、2004 2nd Edition、2004 3rd Edition 或 2004 4th Edition。",
        "Write 1.2, 2004 2nd Edition, 2004 3rd Edition or 2004 4th Edition.",
    ),
    "scorm.no_type": Kind(
        "warning",
        "scorm resource.scormtype",
        "资源“{found}”没有写明是 SCO 还是 asset，已按 asset 处理（不会记录成绩）。",
        "The resource {found} does not say whether it is a SCO or an asset; it is treated as an "
        "asset, so it reports no result.",
        "请补上 adlcp:scormtype（2004 为 adlcp:scormType）。",
        "Add adlcp:scormtype (in 2004: adlcp:scormType).",
    ),
    "scorm.bad_value": Kind(
        "warning",
        "scorm element-values",
        "<{file}>“{found}”不是合法的取值（应为 {expected}），已忽略。",
        "“{found}” is no value of {file} (expected: {expected}); it was passed over.",
        "请改为合法的取值。",
        "Write one of the values expected.",
    ),
    "scorm.value": Kind(
        "warning",
        "scorm element-values",
        "“{found}”不是合法的取值（应为 {expected}），已忽略。",
        "“{found}” is not a permitted value (expected: {expected}); it was passed over.",
        "请改为合法的取值。",
        "Write one of the values expected.",
    ),
    "scorm.cluster_resource": Kind(
        "warning",
        "scorm leaf-items",
        "<item>“{found}”既有子项又引用资源；SCORM 2004 只启动末级，该引用已忽略。",
        "The item {found} has children and a resource; SCORM 2004 launches leaves only, so the "
        "reference was passed over.",
        "请把该资源改为一个末级 <item>。",
        "Give the resource a leaf item of its own.",
    ),
    "sequencing.dangling_collection": Kind(
        "warning",
        "imsss sequencing.IDRef",
        '<sequencing IDRef="{found}"> 在 sequencingCollection 中没有对应的定义。',
        "The sequencing IDRef {found} names nothing in the sequencing collection.",
        "请更正 IDRef，或补上该定义。",
        "Correct the IDRef, or add the definition.",
    ),
    "sequencing.no_flow": Kind(
        "note",
        "imsss controlMode",
        "课程根节点既未启用 flow，将由平台让学员从目录选择。",
        "The root activity does not enable flow, so learners choose from the outline.",
        '如需自动播放下一节，请在根节点设置 flow="true"。',
        'Set flow="true" on the root if units should follow one another.',
    ),
    "sequencing.unreachable": Kind(
        "warning",
        "imsss controlMode",
        "课程根节点的 choice 与 flow 都已关闭，没有单元可以启动；平台将从第一个单元开始。",
        "The root activity allows neither choice nor flow, so no unit could be started; the "
        "platform begins with the first one.",
        "请在根节点启用 flow 或 choice。",
        "Enable flow or choice on the root.",
    ),
    "sequencing.unknown_objective": Kind(
        "warning",
        "imsss referencedObjective",
        "规则引用的目标“{found}”在该活动中没有定义。",
        "A rule refers to the objective {found}, which this activity does not define.",
        "请更正 referencedObjective，或补上该目标。",
        "Correct referencedObjective, or define that objective.",
    ),
}
