"""The words registers use for what we keep as a choice. One word, one meaning; no guessing."""

from training.people.states import (
    Category,
    Ethnicity,
    HardshipCause,
    HouseholdKind,
    JobWish,
    Schooling,
    Sex,
    WorkState,
)

# In the order of the codes of GB/T 3304.
PEOPLES = (  # noqa: SIM905  (one after another, as in the standard)
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 "
    "拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 "
    "怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
).split()

WORDS = {
    "sex": {Sex.MALE: "男 男性 1", Sex.FEMALE: "女 女性 2"},
    "ethnicity": {
        value: f"{people} {people}族"
        for value, people in zip(Ethnicity.values, PEOPLES, strict=False)
    }
    | {Ethnicity.OTHER: "其他", Ethnicity.NATURALISED: "外国血统"},
    "schooling": {
        Schooling.NONE: "文盲 未上学 文盲半文盲 无",
        Schooling.PRIMARY: "小学 小学及以下",
        Schooling.JUNIOR: "初中 初中毕业 初级中学",
        Schooling.SENIOR: "高中 高级中学",
        Schooling.VOCATIONAL: "中专 技校 职高 中技 中等职业学校 职业高中 中专技校",
        Schooling.COLLEGE: "大专 专科 大学专科 高职",
        Schooling.BACHELOR: "本科 大学 大学本科",
        Schooling.MASTER: "研究生 硕士 博士 硕士及以上",
    },
    "household_kind": {
        HouseholdKind.RURAL: "农业 农业户口 农村 农村户口",
        HouseholdKind.URBAN: "非农业 非农业户口 城镇 城镇户口 非农",
        HouseholdKind.RESIDENT: "居民 居民户口 统一居民户口 家庭户",
    },
    "category": {
        Category.RELAPSE_MONITORED: "防止返贫监测对象 监测对象 监测户",
        Category.GRADUATE: "毕业年度高校毕业生 高校毕业生",
        Category.SCHOOL_LEAVER: "两后生 未升学初高中毕业生 城乡未继续升学的应届初高中毕业生",
        Category.RURAL_WORKER: "农村转移就业劳动者 农村转移劳动力 农村劳动力 农民工",
        Category.UNEMPLOYED: "城镇登记失业人员 登记失业人员 登记失业 失业人员",
        Category.HARD_TO_EMPLOY: "就业困难人员 就业困难",
        Category.EMPLOYEE: "企业职工 职工 在职职工",
    },
    "work_state": {
        WorkState.EMPLOYED: "已就业 就业 在业 务工 单位就业",
        WorkState.SELF_EMPLOYED: "自主创业 创业 个体经营 个体",
        WorkState.FLEXIBLE: "灵活就业 打零工 零工",
        WorkState.FARMING: "务农 在家务农",
        WorkState.UNEMPLOYED: "未就业 失业 无业 求职",
        WorkState.NOT_LOOKING: "不找工作 无就业意愿 暂不就业",
    },
    "job_wish": {
        JobWish.NEAR_HOME: "本地就业 就近就业 县内就业 本地",
        JobWish.ELSEWHERE: "外出就业 外出务工 外地就业 外地",
        JobWish.OWN_BUSINESS: "创业 自主创业",
        JobWish.VILLAGE_POST: "公益性岗位 扶贫车间 就业帮扶车间 村内就业",
        JobWish.NONE: "无 无意愿 无就业意愿 暂无",
    },
    "hardship_cause": {
        HardshipCause.ILLNESS: "因病 病 患病",
        HardshipCause.DISABILITY: "因残 残疾",
        HardshipCause.SCHOOLING: "因学 上学",
        HardshipCause.DISASTER: "因灾 灾害",
        HardshipCause.ACCIDENT: "因意外 意外 突发事故",
        HardshipCause.NO_LABOUR: "缺劳力 缺劳动力",
        HardshipCause.NO_SKILL: "缺技术 缺技能",
        HardshipCause.NO_FUNDS: "缺资金",
        HardshipCause.OTHER: "其他",
    },
}
NO_WISH = {"无", "暂无", "无意愿", "不愿意", "否"}


def dictionary(field):
    """Every word for the field → what we keep; our own values are words too."""
    known = {}
    for value, words in WORDS[field].items():
        known |= dict.fromkeys([str(value), *words.split()], str(value))
    return known
