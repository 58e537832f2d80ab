"""What the film says: scenes of a title and three lines, and the sentence spoken with each.

Facts are the general and published ones (area, coast, forest, heritage); figures are rounded.
"""

from __future__ import annotations

from dataclasses import dataclass

TITLE_MS = 5_000
LINE_MS = 4_000


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: what stands on the picture, which motif is drawn, what the subtitles say.

    *sentences* has one member for the title and one for each line.
    """

    title: str
    lines: tuple[str, str, str]
    motif: str
    sentences: tuple[str, str, str, str]

    @property
    def length_ms(self) -> int:
        """The scene's length: the title alone first, then line after line."""
        return TITLE_MS + LINE_MS * len(self.lines)


SCENES = (
    Scene(
        "福建省情：山海之间",
        ("山的骨架，海的胸怀", "十六幅画面，认识福建", "学习时长约四分半钟"),
        "mountains",
        (
            "欢迎学习福建省情课程：山海之间。",
            "福建依山面海，山给了它骨架，海给了它胸怀。",
            "我们用十六幅画面，认识这片土地和这里的人。",
            "请保持页面可见，学习时间会自动累计。",
        ),
    ),
    Scene(
        "在东南，向大海",
        ("地处我国东南沿海", "东隔台湾海峡与台湾相望", "陆域约12.4万平方公里"),
        "sea",
        (
            "福建简称闽，省会福州。",
            "它地处我国东南沿海，北接浙江，西邻江西，南连广东。",
            "东面隔着台湾海峡，与台湾岛相望。",
            "陆域面积约十二万四千平方公里。",
        ),
    ),
    Scene(
        "八山一水一分田",
        ("山地丘陵占绝大部分", "武夷山脉横亘西北", "平原多在河口与海湾"),
        "mountains",
        (
            "人们常用一句话形容福建的地貌：八山一水一分田。",
            "山地和丘陵占了全省面积的绝大部分。",
            "武夷山脉横亘西北，成为闽赣两省的天然界线。",
            "平原不多，主要分布在河口和海湾一带。",
        ),
    ),
    Scene(
        "一条闽江，半部省史",
        ("省内最长的河流", "由西北流向东南入海", "沿江兴起一座座城镇"),
        "river",
        (
            "闽江是福建最长的河流，也是沿岸人民的母亲河。",
            "它的干支流流域，约占全省面积的一半。",
            "江水从西北的群山出发，向东南流入东海。",
            "木材、茶叶和人，顺江而下，沿江兴起一座座城镇。",
        ),
    ),
    Scene(
        "海岸曲折，港湾众多",
        ("大陆海岸线3700多公里", "港湾深、岛屿多", "海洋是第二块国土"),
        "port",
        (
            "福建的海岸线曲折绵长。",
            "大陆海岸线长三千七百多公里，居全国前列。",
            "深水港湾和大小岛屿星罗棋布。",
            "向海图强，海洋就是福建的第二块国土。",
        ),
    ),
    Scene(
        "满目青山",
        ("森林覆盖率约65%", "多年保持全国首位", "首个国家生态文明试验区"),
        "forest",
        (
            "走进福建，满目青山。",
            "全省森林覆盖率约百分之六十五。",
            "这个数字，连续四十多年保持全国首位。",
            "二〇一六年，福建成为首个国家生态文明试验区。",
        ),
    ),
    Scene(
        "林改从这里起步",
        ("山定权、树定根、人定心", "武平率先探索", "经验走向全国"),
        "forest",
        (
            "集体林权制度改革，福建走在前面。",
            "山定权、树定根、人定心，是群众对改革的概括。",
            "本世纪初，武平县率先探索明晰产权、确权到户。",
            "基层的探索，后来成为全国的制度。",
        ),
    ),
    Scene(
        "治水：从水患到水景",
        ("木兰溪裁弯取直", "先科学试验，再动工治理", "变害为利，造福人民"),
        "river",
        (
            "木兰溪是莆田人民的母亲河，曾经十年九灾。",
            "河道弯急、软土深厚，治理难度很大。",
            "工程坚持先做科学试验，再动工裁弯取直。",
            "如今的木兰溪，安澜、清水、美景同在。",
        ),
    ),
    Scene(
        "涨海声中万国商",
        ("宋元时期的东方大港", "2021年列入世界遗产名录", "多元文化在此共处"),
        "port",
        (
            "宋元时期的泉州，是世界海洋贸易的重要中心。",
            "市井十洲人，涨海声中万国商，说的就是当年的盛况。",
            "二〇二一年，泉州系列遗产列入世界遗产名录。",
            "不同的信仰和习俗在这里和睦相处，留下许多见证。",
        ),
    ),
    Scene(
        "世界遗产五张名片",
        ("武夷山、福建土楼", "泰宁丹霞、鼓浪屿", "泉州：宋元海洋商贸中心"),
        "tulou",
        (
            "福建的世界遗产，可以数出五张名片。",
            "武夷山是文化与自然双遗产，福建土楼是聚族而居的智慧。",
            "泰宁丹霞以地貌取胜，鼓浪屿是历史国际社区。",
            "再加上泉州，山与海的故事就完整了。",
        ),
    ),
    Scene(
        "一片茶叶的远行",
        ("乌龙茶、红茶、白茶", "万里茶道的起点之一", "茶旅融合富一方"),
        "tea",
        (
            "福建是我国重要的产茶省份。",
            "乌龙茶、红茶、白茶、茉莉花茶，各有各的故乡。",
            "武夷山下的茶，曾沿着万里茶道走到欧洲。",
            "今天，茶文化、茶产业、茶科技一起富裕一方百姓。",
        ),
    ),
    Scene(
        "船政学堂与近代工业",
        ("1866年创办福州船政", "造船育人并重", "一批先行者由此出发"),
        "port",
        (
            "一八六六年，福州马尾创办了船政。",
            "它既造舰船，又办学堂，引进近代科学技术。",
            "一批工程师、翻译家和海军人才从这里走出。",
            "自强与开放，是船政留下的精神。",
        ),
    ),
    Scene(
        "爱拼会赢的民营经济",
        ("“晋江经验”2002年提出", "紧紧咬住实体经济", "发挥政府的引导作用"),
        "city",
        (
            "福建的民营经济，是一张活力名片。",
            "二〇〇二年，从县域发展实践中总结提出了晋江经验。",
            "它的核心，是紧紧咬住实体经济发展不放松。",
            "同时，处理好政府引导与市场机制的关系。",
        ),
    ),
    Scene(
        "数字福建",
        ("2000年作出部署", "让群众少跑腿", "数字中国建设峰会落地福州"),
        "city",
        (
            "二〇〇〇年，福建作出建设数字福建的部署。",
            "二十多年来，政务服务、城市管理、产业升级都在变化。",
            "让数据多跑路，让群众少跑腿。",
            "数字中国建设峰会，自二〇一八年起在福州举办。",
        ),
    ),
    Scene(
        "两岸一家亲",
        ("地缘近、血缘亲、文缘深", "以通促融、以惠促融", "融合发展示范区"),
        "sea",
        (
            "福建与台湾一水相隔，渊源深厚。",
            "地缘相近，血缘相亲，文缘相承，商缘相连，法缘相循。",
            "以通促融，以惠促融，以情促融，往来越走越亲。",
            "福建正在建设两岸融合发展示范区。",
        ),
    ),
    Scene(
        "把省情记在心里",
        ("靠山：守好绿水青山", "面海：敢闯也敢拼", "为民：一任接着一任干"),
        "mountains",
        (
            "十六幅画面，看到这里就结束了。",
            "靠山，就要守好绿水青山。",
            "面海，就要敢闯敢拼、开放包容。",
            "为民，就要一任接着一任干。感谢您的学习。",
        ),
    ),
)


def length_ms() -> int:
    """Return the film's length: the sum of its scenes."""
    return sum(scene.length_ms for scene in SCENES)


def subtitles() -> str:
    """Return the film's subtitles as WebVTT, one cue a sentence."""
    cues = ["WEBVTT"]
    start = 0
    for scene in SCENES:
        for number, sentence in enumerate(scene.sentences):
            end = start + (TITLE_MS if number == 0 else LINE_MS)
            cues.append(f"{_clock(start)} --> {_clock(end - 100)}\n{sentence}")
            start = end
    return "\n\n".join(cues) + "\n"


def _clock(ms: int) -> str:
    minutes, rest = divmod(ms, 60_000)
    seconds, thousandths = divmod(rest, 1000)
    return f"00:{minutes:02}:{seconds:02}.{thousandths:03}"
