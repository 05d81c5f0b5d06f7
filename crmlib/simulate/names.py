"""Invented names: people, products, attributes of service, features, firms. Chinese with a Latin form."""

FAMILY_NAMES = tuple(
    pair.split()
    for pair in [
        "王 Wang",
        "李 Li",
        "张 Zhang",
        "刘 Liu",
        "陈 Chen",
        "杨 Yang",
        "赵 Zhao",
        "黄 Huang",
        "周 Zhou",
        "吴 Wu",
        "徐 Xu",
        "孙 Sun",
        "胡 Hu",
        "朱 Zhu",
        "高 Gao",
        "林 Lin",
        "何 He",
        "郭 Guo",
        "马 Ma",
        "罗 Luo",
        "梁 Liang",
        "宋 Song",
        "郑 Zheng",
        "谢 Xie",
        "韩 Han",
        "唐 Tang",
        "冯 Feng",
        "于 Yu",
        "董 Dong",
        "萧 Xiao",
        "程 Cheng",
        "曹 Cao",
        "袁 Yuan",
        "邓 Deng",
        "许 Xu",
        "傅 Fu",
        "沈 Shen",
        "曾 Zeng",
        "彭 Peng",
        "吕 Lü",
        "欧阳 Ouyang",
    ]
)
WOMEN = tuple(
    pair.split()
    for pair in [
        "芳 Fang",
        "娜 Na",
        "敏 Min",
        "静 Jing",
        "丽 Li",
        "艳 Yan",
        "娟 Juan",
        "霞 Xia",
        "秀英 Xiuying",
        "玉兰 Yulan",
        "桂英 Guiying",
        "婷婷 Tingting",
        "雪梅 Xuemei",
        "欣怡 Xinyi",
        "梓涵 Zihan",
        "诗涵 Shihan",
        "思雨 Siyu",
        "雨桐 Yutong",
        "佳怡 Jiayi",
        "晓燕 Xiaoyan",
        "春梅 Chunmei",
        "海燕 Haiyan",
        "慧 Hui",
        "琳 Lin",
        "倩 Qian",
        "颖 Ying",
        "丹 Dan",
        "萍 Ping",
        "红 Hong",
        "玲 Ling",
        "雅婷 Yating",
        "美玲 Meiling",
    ]
)
MEN = tuple(
    pair.split()
    for pair in [
        "伟 Wei",
        "强 Qiang",
        "磊 Lei",
        "洋 Yang",
        "勇 Yong",
        "军 Jun",
        "杰 Jie",
        "涛 Tao",
        "超 Chao",
        "明 Ming",
        "刚 Gang",
        "平 Ping",
        "辉 Hui",
        "鹏 Peng",
        "浩然 Haoran",
        "子轩 Zixuan",
        "宇航 Yuhang",
        "建国 Jianguo",
        "志强 Zhiqiang",
        "国庆 Guoqing",
        "俊杰 Junjie",
        "天宇 Tianyu",
        "家豪 Jiahao",
        "文博 Wenbo",
        "晓东 Xiaodong",
        "海涛 Haitao",
        "波 Bo",
        "斌 Bin",
        "飞 Fei",
        "健 Jian",
        "嘉诚 Jiacheng",
        "一鸣 Yiming",
    ]
)

# Twelve products a category, from the cheapest to the dearest.
PRODUCTS = {
    "home": (
        "dishcloths 洗碗布,storage box 收纳盒,scented candle 香薰蜡烛,cotton towel 棉毛巾,"
        "rice bowl set 饭碗套装,bed pillow 枕头,desk lamp 台灯,wok 炒锅,bed linen set 床上四件套,"
        "rice cooker 电饭煲,air purifier 空气净化器,robot vacuum 扫地机器人"
    ),
    "clothing": (
        "socks 袜子,tank top 背心,T-shirt T恤,leggings 打底裤,shirt 衬衫,jeans 牛仔裤,dress 连衣裙,"
        "sweater 毛衣,jacket 夹克,leather shoes 皮鞋,wool coat 羊毛大衣,down coat 羽绒服"
    ),
    "beauty": (
        "cotton pads 化妆棉,face mask 面膜,hand cream 护手霜,lipstick 口红,shampoo 洗发水,"
        "sunscreen 防晒霜,cleansing oil 卸妆油,face cream 面霜,perfume 香水,serum 精华液,"
        "gift set 美妆礼盒,beauty device 美容仪"
    ),
    "tea and food": (
        "rice crackers 米饼,dried fruit 果干,instant noodles 方便面,sunflower oil 葵花籽油,honey 蜂蜜,"
        "nut mix 混合坚果,coffee beans 咖啡豆,green tea 绿茶,oolong tea 乌龙茶,mooncake box 月饼礼盒,"
        "Pu'er tea cake 普洱茶饼,bird's nest 燕窝"
    ),
    "sports": (
        "skipping rope 跳绳,water bottle 水杯,yoga mat 瑜伽垫,badminton set 羽毛球套装,dumbbells 哑铃,"
        "swimming goggles 泳镜,basketball 篮球,backpack 背包,running shoes 跑鞋,tent 帐篷,"
        "smart watch 智能手表,folding bike 折叠自行车"
    ),
    "books and toys": (
        "notebook 笔记本,picture book 绘本,novel 小说,puzzle 拼图,card game 桌游,plush toy 毛绒玩具,"
        "cookbook 菜谱,building blocks 积木,art set 画具,boxed novels 小说全集,model railway 火车模型,"
        "learning tablet 学习平板"
    ),
}

ITEMS = (
    ("tangibles", "store and web shop look appealing", "店面与网店美观"),
    ("tangibles", "packaging is sound and pleasant", "包装完好美观"),
    ("reliability", "delivers when promised", "按承诺时间送达"),
    ("reliability", "orders and invoices are right", "订单与发票无误"),
    ("responsiveness", "answers quickly", "响应迅速"),
    ("responsiveness", "takes returns without fuss", "退换货便捷"),
    ("assurance", "staff know the products", "员工熟悉商品"),
    ("assurance", "payment and data feel safe", "支付与信息安全"),
    ("empathy", "understands what I need", "理解我的需要"),
    ("empathy", "opening and service hours suit me", "服务时间方便"),
)
# With the category that most respondents give the feature (letters as in `satisfaction.KANO_CATEGORIES`).
FEATURES = (
    ("delivery is tracked", "物流跟踪", "M"),
    ("payment is secure", "支付安全", "M"),
    ("delivery within a day", "次日达", "O"),
    ("wide choice", "商品丰富", "O"),
    ("gift wrapping", "礼品包装", "A"),
    ("a surprise sample", "惊喜小样", "A"),
    ("shop news on social media", "社交媒体资讯", "I"),
    ("a call after each order", "每单电话回访", "R"),
)
COMPANIES = (
    "长江 Changjiang,泰山 Taishan,东方 Dongfang,华联 Hualian,金桥 Jinqiao,阳光 Yangguang,新月 Xinyue,"
    "海天 Haitian,锦绣 Jinxiu,宏达 Hongda,瑞丰 Ruifeng,天成 Tiancheng,百合 Baihe,永安 Yong'an,"
    "光明 Guangming,万里 Wanli,和平 Heping,银河 Yinhe,南山 Nanshan,西湖 Xihu,长城 Changcheng,"
    "黄山 Huangshan,江南 Jiangnan,远洋 Yuanyang,天鹅 Tian'e,凤凰 Fenghuang,龙泉 Longquan,白云 Baiyun,"
    "青松 Qingsong,红叶 Hongye,明珠 Mingzhu,金鼎 Jinding,盛世 Shengshi,嘉和 Jiahe,瑞祥 Ruixiang,"
    "福满 Fuman,同心 Tongxin,文华 Wenhua,星辰 Xingchen,雅居 Yaju"
)
BUSINESSES = {
    "hotels": ("酒店", "Hotel"),
    "restaurants": ("餐饮", "Restaurants"),
    "offices": ("科技", "Technology"),
    "schools": ("学校", "School"),
    "gift trade": ("礼品", "Gifts"),
}


def pairs(text):
    """English and Chinese names from a list "name 名, ..."; the Chinese name is the last word."""
    return [tuple(item.rsplit(" ", 1)) for item in text.split(",")]
