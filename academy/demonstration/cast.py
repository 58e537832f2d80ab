"""Who is who in the demonstration: a province of invented people in two real cities."""

from __future__ import annotations

from dataclasses import dataclass

DIVISION, SECTION = "处级及以上", "科级及以下"
OFFICE = "党委人大政府政协群团民主党派机关在职在岗干部"
INSTITUTION = "事业单位管理人员"

PROVINCE = "福建省"
ACADEMY = "福建干部网络学院"

UNITS: tuple[tuple[str, str, str], ...] = (
    (ACADEMY, "unit", PROVINCE),
    ("省生态环境厅", "unit", PROVINCE),
    ("福州市", "city", PROVINCE),
    ("鼓楼区", "county", "福州市"),
    ("鼓楼区发展和改革局", "unit", "鼓楼区"),
    ("鼓楼区教育局", "unit", "鼓楼区"),
    ("福清市", "county", "福州市"),
    ("福清市水利局", "unit", "福清市"),
    ("厦门市", "city", PROVINCE),
    ("思明区", "county", "厦门市"),
    ("思明区司法局", "unit", "思明区"),
    ("集美区", "county", "厦门市"),
    ("集美区文化和旅游局", "unit", "集美区"),
)
"""Name, level and parent, in an order in which they can be founded."""


@dataclass(frozen=True, slots=True)
class Character:
    """One account: *role* as ``demo.json`` names it, granted at *unit* unless it is learner."""

    role: str
    username: str
    name: str
    unit: str
    grade: str = DIVISION
    category: str = OFFICE
    learner: bool = True


CAST: tuple[Character, ...] = (
    Character("learner", "chuji-chen", "陈静", "鼓楼区发展和改革局"),
    Character("learner", "chuji-lin", "林海", "鼓楼区发展和改革局"),
    Character("learner", "chuji-wu", "吴月", "鼓楼区教育局", category=INSTITUTION),
    Character("learner", "chuji-zheng", "郑山", "思明区司法局"),
    Character("learner", "chuji-xu", "许岚", "集美区文化和旅游局"),
    Character("learner", "chuji-he", "何川", "福清市水利局"),
    Character("learner", "keji-huang", "黄敏", "鼓楼区发展和改革局", grade=SECTION),
    Character("learner", "keji-cai", "蔡晨", "思明区司法局", grade=SECTION),
    Character("unit_admin", "admin-gulou-fgj", "方卫", "鼓楼区发展和改革局"),
    Character("unit_admin", "admin-siming-sfj", "苏宁", "思明区司法局"),
    Character("county_admin", "admin-gulou", "曾立", "鼓楼区"),
    Character("county_admin", "admin-siming", "叶文", "思明区"),
    Character("city_admin", "admin-fuzhou", "江涛", "福州市"),
    Character("city_admin", "admin-xiamen", "洪波", "厦门市"),
    Character("province_admin", "admin-fujian", "罗成", PROVINCE),
    Character("academy_staff", "staff", "周南", ACADEMY, learner=False),
    Character("vendor", "vendor", "示范课件公司", ACADEMY, learner=False),
    Character("organiser", "organiser", "主办机构（组织部门）", PROVINCE, learner=False),
    Character("organiser", "organiser-2", "主办机构（人社部门）", PROVINCE, learner=False),
    Character("recommender", "recommender", "推荐单位", "省生态环境厅", learner=False),
    Character("auditor", "auditor", "审计员", PROVINCE, learner=False),
    Character("system_admin", "system-admin", "系统管理员", PROVINCE, learner=False),
    Character("security_admin", "security-admin", "安全管理员", PROVINCE, learner=False),
    Character("audit_admin", "audit-admin", "审计管理员", PROVINCE, learner=False),
)
"""The learners first, and of them those whom the rule admits."""

GRANTED_AT_THE_TOP = frozenset({"academy_staff", "organiser", "auditor"})
"""Roles that see the whole province, wherever their holder works."""
