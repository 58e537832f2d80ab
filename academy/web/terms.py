"""The words for what the engines name by codes: areas, categories, formats, entries, points.

Areas, categories and grades come from the rule document; those of the measures have an
English name here, others are shown as their document writes them.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

_AREAS = {
    "政治建设": _l("政治建设"),
    "经济建设": _l("经济建设"),
    "文化建设": _l("文化建设"),
    "社会建设": _l("社会建设"),
    "生态文明建设": _l("生态文明建设"),
    "法治建设": _l("法治建设"),
    "素质能力": _l("素质能力"),
    "福建省情": _l("福建省情"),
}
AREAS = tuple(_AREAS)
"""The eight subject areas of measures 7, in their order there."""

_CATEGORIES = {"required": _l("必修"), "elective": _l("选修"), "special": _l("专题")}
_GRADES = {
    "处级及以上": _l("处级及以上"),
    "科级及以下": _l("科级及以下"),
    "其他人员": _l("其他人员"),
}
_FORMATS = {
    "scorm_1_2": "SCORM 1.2",
    "scorm_2004": "SCORM 2004",
    "cmi5": "cmi5",
    "tincan": "xAPI（Tin Can）",
    "aicc": "AICC",
    "media": _l("视频"),
}
_UNIT_KINDS = {"sco": "SCO", "asset": _l("资源"), "au": "AU", "media": _l("视频")}
_ENTRIES = {
    "AWARD": _l("学完入账"),
    "TRANSFER_IN": _l("外部学时转入"),
    "CARRY_IN": _l("上年结转转入"),
    "CARRY_OUT": _l("结转至下年"),
    "REVERSAL": _l("差错冲正"),
    "CANCEL": _l("取消学时"),
    "REINSTATE": _l("恢复学时"),
    "RECOMPUTE": _l("按新规则重算"),
    "ADJUST": _l("人工调整"),
}
_POINTS = {
    "evidence.visible": _l("页面须可见"),
    "evidence.idle_timeout": _l("无操作时限"),
    "evidence.presence": _l("在场确认"),
    "evidence.presence.max_gap": _l("两次确认之间的上限"),
    "evidence.lease": _l("同一时间一处学习"),
    "evidence.overlap": _l("同一时刻只计一次"),
    "caps.daily": _l("每日上限"),
    "evidence.offline_grace": _l("允许的离线时间"),
    "evidence.skew_tol": _l("时刻误差"),
    "evidence.min_span": _l("最短片段"),
    "evidence.max_span": _l("最长片段"),
    "evidence.sequence": _l("记录编号唯一"),
    "evidence.min_rate": _l("最低播放速度"),
    "evidence.max_rate": _l("最高播放速度"),
    "evidence.media_tol": _l("画面须连续"),
    "evidence.allowed_hours": _l("学习时段"),
    "evidence.min_session": _l("每次至少"),
    "evidence.max_session": _l("每次至多"),
    "evidence.seek": _l("首次观看不得拖动"),
    "completion.quiz": _l("测验"),
    "caps.course": _l("单门课程上限"),
    "caps.period": _l("周期上限"),
    "caps.rolling": _l("24 小时上限"),
    "repeat": _l("重复学习"),
}
_ORIGINS = {"seed": _l("办法原文"), "elsewhere": _l("参照外地"), "default": _l("暂定值")}

_ACTS = {
    "assignment.given": _l("指派课程"),
    "notice.published": _l("发布通知"),
    "password.reissued": _l("补办密码"),
    "password.replaced": _l("修改密码"),
    "person.category": _l("变更人员类别"),
    "person.cv": _l("更新履历"),
    "person.grade": _l("变更职级"),
    "person.left": _l("停用账号"),
    "person.registered": _l("登记人员"),
    "person.transferred": _l("调整单位"),
    "plan.published": _l("发布教学计划"),
    "registration.accepted": _l("通过注册"),
    "registration.refused": _l("退回注册"),
    "reminder.sent": _l("发出提醒"),
    "role.ended": _l("收回角色"),
    "role.granted": _l("授予角色"),
    "second-factor.enrolled": _l("启用动态验证码"),
    "second-factor.withdrawn": _l("撤销动态验证码"),
    "sign-in": _l("登录"),
    "unit.founded": _l("设立单位"),
    "unit.moved": _l("调整上级单位"),
}


def _named(names: dict[str, Any]) -> Any:
    def words(code: str | None) -> str:
        return str(names.get(code or "", code or ""))

    return words


area_words = _named(_AREAS)
category_words = _named(_CATEGORIES)
grade_words = _named(_GRADES)
format_words = _named(_FORMATS)
unit_kind_words = _named(_UNIT_KINDS)
entry_words = _named(_ENTRIES)
point_words = _named(_POINTS)
act_words = _named(_ACTS)
origin_words = _named(_ORIGINS)


def course_format(name: str, edition: str) -> str:
    """Return a package's format with its edition, once: SCORM 1.2, SCORM 2004 4th Edition."""
    words = format_words(name)
    if not edition or edition in words:
        return str(words)
    year = words.rpartition(" ")[2]
    return f"{words} {edition.removeprefix(year).strip()}".strip()
