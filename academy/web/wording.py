"""How numbers, times and reasons are said on a page, in the reader's language.

The words of the field, never the engine's codes: a code without words is shown as such
only to make the gap visible to a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask_babel import get_locale

from academy.web.language import gettext as _

ZONE = ZoneInfo("Asia/Shanghai")
"""Days and periods are those of Fujian (measures 14), wherever the reader sits."""


def hours(milli: int) -> str:
    """Say *milli*-credits with one decimal, rounded down: never more than was earned."""
    tenths = abs(milli) // 100
    return f"{'−' if milli < 0 else ''}{tenths // 10}.{tenths % 10}"


def hours_owed(milli: int) -> str:
    """Say owed *milli*-credits with one decimal, rounded up: never less than is due."""
    return hours(-(-milli // 100) * 100)


def clock(milliseconds: int) -> str:
    """Say a duration as 12:30, or 1:02:30 from an hour on."""
    seconds = milliseconds // 1000
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}:{seconds:02}"
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def local(moment: datetime) -> datetime:
    """Return *moment* on the clocks of Fujian; a moment without a zone is UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(ZONE)


def from_epoch(milliseconds: int) -> datetime:
    """Return the moment that *milliseconds* since 1970 denote."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def day(moment: datetime | date) -> str:
    """Say the day as 2026年11月23日, in English as 23 November 2026."""
    found = local(moment).date() if isinstance(moment, datetime) else moment
    if in_chinese():
        return f"{found.year}年{found.month}月{found.day}日"
    return f"{found.day} {found:%B} {found.year}"


def time(moment: datetime, *, seconds: bool = False) -> str:
    """Say the time of day on the 24-hour clock."""
    return f"{local(moment):%H:%M:%S}" if seconds else f"{local(moment):%H:%M}"


def minute(moment: datetime) -> str:
    """Say day and time, in figures that line up below each other."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


def day_short(moment: datetime | date) -> str:
    """Say the day of this year: 12 月 20 日, in English 20 December."""
    found = local(moment).date() if isinstance(moment, datetime) else moment
    return f"{found.month} 月 {found.day} 日" if in_chinese() else f"{found.day} {found:%B}"


def day_figures(moment: datetime | date) -> str:
    """Say the day in figures that line up: 2026-11-23."""
    found = local(moment).date() if isinstance(moment, datetime) else moment
    return found.isoformat()


def weekday(moment: date) -> str:
    """Say the day of the week."""
    return f"星期{'一二三四五六日'[moment.weekday()]}" if in_chinese() else f"{moment:%A}"


def length_words(milliseconds: int) -> str:
    """Say a course's length: 45 分钟, 3 分 20 秒; to the minute from ten minutes on."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    if minutes >= 10 or not seconds:
        return _("%(minutes)s 分钟", minutes=minutes)
    return _("%(minutes)s 分 %(seconds)s 秒", minutes=minutes, seconds=seconds)


def percent(part: int, whole: int) -> int:
    """Return how many whole hundredths *part* is of *whole*; 100 only when it is all."""
    return min(100, 100 * part // whole) if whole > 0 else 0


def in_chinese() -> bool:
    """True where the reader is spoken to in Chinese."""
    locale = get_locale()
    return locale is None or locale.language == "zh"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a stretch was not counted: in a phrase, at length, what helps, and by which point.

    *point* names the member of the rule document that decided it; pages link to it.
    """

    code: str
    short: str
    long: str
    advice: str
    point: str


def reason(code: str) -> Reason:
    """Return the words for the engine's reason *code*."""
    short, long, advice, point = _REASONS.get(code, _unknown)(code)
    return Reason(code, short, long, advice, point)


def reason_words() -> dict[str, str]:
    """Return every reason code with the phrase that says it, for the player's script."""
    return {code: reason(code).short for code in _REASONS}


_Said = tuple[str, str, str, str]


def _unknown(code: str) -> _Said:
    return (
        _("未计时（%(code)s）", code=code),
        _("这段时间按规则未计入。"),
        _("请联系本单位网络管理员。"),
        "",
    )


_REASONS = {
    "HIDDEN": lambda code: (
        _("页面不在前台"),
        _("学习页面被切换、最小化或锁屏，系统无法确认您在看，这段时间不计入。"),
        _("学习时请让页面保持在最前面。"),
        "evidence.visible",
    ),
    "IDLE": lambda code: (
        _("长时间没有操作"),
        _("图文学习中超过规定时间没有翻页、点击或按键，超出的部分不计入。"),
        _("阅读时请偶尔滚动或翻页。"),
        "evidence.idle_timeout",
    ),
    "CHALLENGE_MISSED": lambda code: (
        _("没有完成在场确认"),
        _("在场确认未在规定时间内答对，从上一次确认到下一次确认之间的时间不计入。"),
        _("请留意确认提示；需要时可以点“需要更多时间”。"),
        "evidence.presence",
    ),
    "UNPROVEN": lambda code: (
        _("两次确认间隔过长"),
        _("两次在场确认之间可计入的时间有上限，超出的部分没有人能证明，不计入。"),
        _("补看这一段即可。"),
        "evidence.presence.max_gap",
    ),
    "NOT_LEASE_HOLDER": lambda code: (
        _("另一处正在学习"),
        _("同一时间只能在一个页面计时。另一个页面或另一台设备接管后，这里不再计入。"),
        _("请关闭其他学习页面。"),
        "evidence.lease",
    ),
    "OVERLAP": lambda code: (
        _("与另一段重叠"),
        _("这一时刻已经在另一段学习中计入，同一时刻只计一次。"),
        _("无需处理。"),
        "evidence.overlap",
    ),
    "OVER_DAILY_CAP": lambda code: (
        _("超过每日上限"),
        _("当天计入的时间已达到规则规定的上限。"),
        _("请改日继续，课程进度已保存。"),
        "caps.daily",
    ),
    "STALE": lambda code: (
        _("断网过久才送达"),
        _("记录到达服务器太晚，超出了允许的离线时间，无法核实。"),
        _("网络恢复后请补看这一段。"),
        "evidence.offline_grace",
    ),
    "FROM_FUTURE": lambda code: (
        _("时间早于发生"),
        _("记录所称的时间在服务器上还没有到来，无法核实。"),
        _("请刷新页面后继续学习。"),
        "evidence.skew_tol",
    ),
    "SPAN_TOO_SHORT": lambda code: (
        _("片段过短"),
        _("这段记录短于可核实的最小长度。"),
        _("无需处理。"),
        "evidence.min_span",
    ),
    "SPAN_TOO_LONG": lambda code: (
        _("片段过长"),
        _("这段记录长于可核实的最大长度，通常因为电脑休眠。"),
        _("补看这一段即可。"),
        "evidence.max_span",
    ),
    "SEQ_CONFLICT": lambda code: (
        _("记录前后不一"),
        _("同一编号的记录先后有不同内容，以最先收到的为准。"),
        _("请刷新页面后继续学习。"),
        "evidence.sequence",
    ),
    "RATE_TOO_LOW": lambda code: (
        _("播放过慢或已暂停"),
        _("视频暂停或播放速度低于规则允许的范围。"),
        _("请以正常速度播放。"),
        "evidence.min_rate",
    ),
    "RATE_TOO_HIGH": lambda code: (
        _("播放速度过快"),
        _("播放速度高于规则允许的倍速。"),
        _("请以正常速度播放。"),
        "evidence.max_rate",
    ),
    "MEDIA_DISCONTINUITY": lambda code: (
        _("播放位置不连续"),
        _("画面前进的长度与经过的时间对不上，例如拖动了进度条。"),
        _("补看跳过的部分即可。"),
        "evidence.media_tol",
    ),
    "OUTSIDE_HOURS": lambda code: (
        _("不在规定的学习时段"),
        _("规则只承认每天某些时段的学习，这段时间在时段之外。"),
        _("请在规定的时段学习。"),
        "evidence.allowed_hours",
    ),
    "COURSE_FAILED": lambda code: (
        _("身份或测验未通过，全课作废"),
        _("按规则，未通过确认或测验时，这门课此前的时间不计入。"),
        _("请按规则重新学习。"),
        "completion.quiz",
    ),
    "SESSION_TOO_SHORT": lambda code: (
        _("一次学习过短"),
        _("规则要求每次学习不少于规定时长。"),
        _("请一次学满规定时长。"),
        "evidence.min_session",
    ),
    "SESSION_TOO_LONG": lambda code: (
        _("一次学习过长"),
        _("规则要求每次学习不超过规定时长。"),
        _("请中途休息后再学。"),
        "evidence.max_session",
    ),
    "REPEATED_TODAY": lambda code: (
        _("当天重复学习"),
        _("同一内容一天内只计最长的一次。"),
        _("无需处理。"),
        "repeat",
    ),
    "SEEK_AHEAD": lambda code: (
        _("首次观看时向前拖动"),
        _("规则不允许首次观看时跳到还没有看过的地方。"),
        _("请从跳过的地方继续看。"),
        "evidence.seek",
    ),
    "OVER_COURSE_CAP": lambda code: (
        _("超过单门课程上限"),
        _("这门课程计入的时间已达到规则规定的上限。"),
        _("可以学习其他课程。"),
        "caps.course",
    ),
    "OVER_PERIOD_CAP": lambda code: (
        _("超过周期上限"),
        _("本周期计入的时间已达到规则规定的上限。"),
        _("可以在下一周期继续。"),
        "caps.period",
    ),
    "OVER_ROLLING_CAP": lambda code: (
        _("连续 24 小时已达上限"),
        _("连续 24 小时内计入的时间已达到规则规定的上限。"),
        _("请改日继续，课程进度已保存。"),
        "caps.rolling",
    ),
}
