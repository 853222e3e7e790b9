package main

// Sentences for bodies, by their part in a text. Slots in braces are filled
// for each event; an English sentence begins with one only if it is a
// number, so none needs a capital.

var summaries = []text{
	{"看{thing}，用{tool}自己试一试，每场限{n}人。", "Look at {thing}, then try {tool} yourself; {n} places a session."},
	{"{county}的科技工作者讲{subject}，听完可以提问。", "Scientists and engineers of {county} talk about {subject}, and take questions."},
	{"不用基础，不用准备，带上好奇心就能弄懂{subject}。", "No knowledge needed and nothing to prepare: curiosity is enough for {subject}."},
	{"从{thing}讲起，{m}个小环节，适合全家一起来。", "It starts from {thing} and goes on in {m} short parts, for the whole family."},
	{"现场准备了{tool}，人人动手，带一份记录回家。", "There is {tool} for everybody, and a record sheet to take home."},
	{"把{subject}讲给普通人听：看得见、摸得着、用得上。", "A plain account of {subject}: something to see, to touch and to use."},
	{"{n}个名额，{m}位志愿者，一起认识{subject}。", "Room for {n}, with {m} volunteers, to get to know {subject}."},
	{"听故事、看实物、做实验，半天时间走近{subject}。", "Stories, real objects and experiments: half a day close to {subject}."},
	{"{thing}第一次来到{county}，讲解员全程陪同。", "For the first time {county} can see {thing}, with a guide all the way."},
	{"先猜答案，再用{tool}验证，猜错也有奖。", "Guess first, then check with {tool}; wrong guesses win prizes too."},
}

var openings = []text{
	{"说起{subject}，很多人觉得离自己很远，其实每天都在打交道。", "Many people think that {subject} is far from them, yet they meet it every day."},
	{"在{county}住久了的人，多少都听过关于{subject}的老话，这一次我们一条一条来验证。", "Whoever has lived in {county} for long knows some old sayings about {subject}; this time they are tested one by one."},
	{"{m}年前，这里还没有人专门研究{subject}；今天，{county}已经有了自己的队伍。", "{m} years ago nobody here worked on {subject}; today {county} has a team of its own."},
	{"孩子们最爱问为什么，而{subject}恰好能回答其中的一大半。", "Children love to ask why, and much of the answer lies in {subject}."},
	{"一进门就能看到{thing}，旁边写着一个问题，答案要自己找。", "Right behind the door stands {thing}, with a question beside it whose answer has to be found."},
	{"这不是一堂课，更像一次串门：主人是研究{subject}的人，客人是你。", "This is less a lesson than a visit: the hosts work on {subject}, and the guest is you."},
	{"如果只能用一句话讲清{subject}，应该怎么说？我们请了{m}个人来试。", "If one sentence had to explain {subject}, which would it be? We asked {m} people to try."},
	{"去年的活动结束以后，观众留下最多的问题都与{subject}有关，今年专门来回答。", "After last year's events most questions were about {subject}, and this year they are answered."},
	{"把{thing}搬到{county}，花了志愿者整整{m}天。", "To bring {thing} to {county} took the volunteers {m} days."},
	{"课本上的{subject}只有半页纸，真正的{subject}要大得多，也有趣得多。", "In the textbook half a page is given to {subject}; the real thing is larger and far more fun."},
	{"很多发明都是从一次失败开始的，关于{subject}的故事也不例外。", "Many inventions begin with a failure, and the story of {subject} is no exception."},
	{"先别查手机，凭直觉回答：{thing}有多重，又用了多少年？", "Leave the phone in the pocket and guess: what is the weight, and what the age, of {thing}?"},
}

var seeing = []text{
	{"展台中间是{thing}，可以绕着看，也可以蹲下来看底部的构造。", "In the middle stands {thing}, which can be seen from all sides and also from below."},
	{"讲解员会把灯关掉一半，让大家看清{thing}上最细的那道纹路。", "The guide dims the light, so that everyone can make out the finest line on {thing}."},
	{"墙上的{m}张照片拍摄于同一个地点，前后相差二十年，变化一目了然。", "On the wall hang {m} photographs of one spot, twenty years apart, and the change is plain to see."},
	{"一段{m}分钟的短片讲的是{county}的一支小队怎样在野外工作。", "A film of {m} minutes follows a small team from {county} at work in the open."},
	{"旁边的屏幕实时显示读数，数字跳得快慢，说明了环境的变化。", "A screen beside it shows live readings, and the pace of the numbers tells how things are changing."},
	{"请注意颜色的层次：越往下越深，那是时间留下的记号。", "Mind the layers of colour: the deeper, the darker, and that is the mark that time has left."},
	{"老照片里的人已经退休，当年的记录本就放在玻璃柜里，可以一页一页读。", "Those in the old photographs have retired, but their notebooks lie in the glass case and can be read page by page."},
	{"为了让后排也看得清，现场用摄像头把{thing}放大到了大屏幕上。", "A camera shows {thing} on the large screen, so that the last row sees it as well."},
	{"比较两块看起来一模一样的样品，哪一块是天然的，哪一块是实验室里做出来的？", "Two samples look exactly alike: which is natural, and which was made in the laboratory?"},
	{"沿着地上的箭头走，{m}个站点正好讲完一个完整的过程。", "Follow the arrows on the floor: the {m} stops tell the whole story from beginning to end."},
	{"最受欢迎的角落摆着可以拆开的模型，拆完请照着图纸装回去。", "The favourite corner holds a model that comes apart; please put it together again as the drawing shows."},
	{"在这里能看到平时锁在库房里的藏品，其中几件是第一次公开展出。", "Here are pieces that are usually locked away, some of them on show for the first time."},
	{"一张大地图标出了{county}周边所有与{subject}有关的地点，可以扫码带走。", "A large map marks all places around {county} that have to do with {subject}, and a code lets you take it along."},
	{"仔细听，机器运转的声音会随着负载改变，志愿者会请你闭上眼睛猜。", "Listen closely: the sound of the machine changes with its load, and you will be asked to guess with closed eyes."},
}

var doing = []text{
	{"每张桌子都备好了{tool}，两人一组，先读说明再动手。", "Each table has {tool} ready for two; read the sheet before you begin."},
	{"第一步是量，第二步是记，第三步才是下结论，顺序不能颠倒。", "First measure, then write down, and only then conclude: the order matters."},
	{"如果结果和预想的不一样，不要擦掉，把它写在红色的格子里。", "If the result is not what you expected, do not rub it out but write it in the red box."},
	{"我们会用{tool}重复同一个实验{m}次，看看误差是怎样变小的。", "The same experiment is repeated {m} times with {tool}, to see how the error shrinks."},
	{"动手的部分大约需要半小时，做得慢也没关系，桌子不会催人。", "The practical part takes about half an hour, and nobody minds if you take longer."},
	{"做得最整齐的一份记录会贴到墙上，直到活动周结束才取下来。", "The neatest record is pinned to the wall and stays there until the week is over."},
	{"完成以后，请把{tool}收好放回原位，下一组观众正在门口等候。", "When you are done, put {tool} back and clear the table, for the next group is waiting at the door."},
	{"孩子操作，大人记录，最后一起把数据画成一张折线图。", "Children do the work, adults take notes, and together they draw the curve."},
	{"志愿者会先演示一遍，然后故意做错一遍，请你找出问题在哪里。", "A volunteer shows it once properly and once with a mistake, which you are asked to find."},
	{"材料都来自厨房和工具箱，回家以后可以照样再做一次。", "Everything comes from a kitchen or a tool box, so it can be done again at home."},
	{"想挑战难一点的任务，可以向桌长要一张蓝色的卡片。", "Those who want a harder task may ask at the table for a blue card."},
	{"每组最后用{m}句话汇报：做了什么、看到什么、还想知道什么。", "At the end each group reports in {m} sentences: what it did, what it saw, and what it still wants to know."},
	{"称一称、算一算，再和邻桌对一对，差别超过一成就要重做。", "Weigh, calculate and compare with the next table; if the two differ by a tenth, start again."},
	{"成品可以带走，贴上姓名和日期，它就是你的第一件实验作品。", "What you make is yours to keep; put your name and the date on it, for it is your first piece of laboratory work."},
}

var explaining = []text{
	{"道理并不复杂：能量不会凭空消失，只会从一种形式变成另一种形式。", "The reason is simple: energy never vanishes but only changes its form."},
	{"科学家最看重的不是一次成功，而是别人照着做也能成功。", "What a scientist values is not one success, but that others succeed when they follow."},
	{"同样的现象在北疆和南疆表现不同，原因在于降水、风向和土壤。", "The same thing looks different north and south of the Tianshan, because rain, wind and soil are different."},
	{"这里有一个常见的误会：相关不等于因果，数据再多也要问一句为什么。", "Here lies a common mistake: what goes together need not be cause and effect, and even with many figures one has to ask why."},
	{"关于{subject}，目前还有{m}个问题没有定论，研究人员会如实告诉你哪些还不知道。", "On {subject} there are still {m} open questions, and the researchers will say frankly what is not known."},
	{"标准不是一成不变的，每隔几年就会根据新的证据修订一次。", "Standards are not carved in stone: every few years new evidence changes them."},
	{"看上去很新的技术，往往是几代人一点一点攒起来的。", "What looks like new technology has often been gathered bit by bit over generations."},
	{"小数点后面的那一位，在工程里可能意味着一座桥的安全。", "In engineering the last decimal may decide whether a bridge is safe."},
	{"把复杂的系统拆成几个简单的部分，是理解{subject}最省力的办法。", "To take a complex system apart into simple ones is the easiest way to understand {subject}."},
	{"自然界里没有浪费，一个环节的废物常常是另一个环节的原料。", "Nature wastes nothing: what one stage throws away is often what the next one needs."},
	{"为什么有时候专家的意见也不一致？因为他们看到的样本不一样大。", "Why do experts disagree at times? Because their samples are not of the same size."},
	{"模型总是比现实简单，好模型的本事在于知道自己忽略了什么。", "A model is always simpler than the world, and a good one knows what it leaves out."},
	{"如果把地球的历史压缩成一天，人类开始研究{subject}只是最后一秒钟的事。", "If the history of the Earth were one day, the study of {subject} would fill its last second."},
	{"网上流传的说法有真有假，讲解员会教大家三个辨别的办法。", "Some of what circulates online is true and some is not, and the guide shows three ways to tell."},
}

var people = []text{
	{"主讲人在{county}讲过{n}场，说话带一点口音，故事一个接一个。", "The speaker has given {n} talks in {county}, speaks with a slight accent and has one story after another."},
	{"志愿者大多是附近学校的学生，胸前挂着绿色的牌子，有问题随时可以问。", "Most volunteers are students from the schools nearby; they wear green badges and answer questions at any time."},
	{"现场有双语讲解，需要其他语言的观众请提前两天告诉我们。", "Guides speak two languages; for others please tell us two days ahead."},
	{"几位退休的老工程师每年都来，他们说这是一年里最高兴的一天。", "Some retired engineers come every year, and say that it is their happiest day."},
	{"负责{thing}的师傅会到现场，讲一讲平时怎样保养和修理它。", "Whoever takes care of {thing} will be there, to tell how it is kept and mended."},
	{"去年参加活动的一位同学今年成了讲解员，他的笔记写了满满{m}本。", "A pupil who came last year is a guide this year, with {m} notebooks full of remarks."},
	{"欢迎老师带班参加，我们准备了配合课程的任务单。", "Teachers may bring a class, for which there are task sheets that go with the syllabus."},
	{"听力或视力不便的朋友请到服务台，有人一对一陪同。", "Visitors who hear or see less well are welcome at the desk, where someone will go round with them."},
	{"{county}的农技员和医生也会在场，顺便回答各自行业里的问题。", "Advisers and physicians of {county} are there too, and answer questions of their own fields."},
	{"这支队伍成立不到{m}年，已经走过了{n}个村庄和社区。", "The team is not yet {m} years old, and has been to {n} villages and communities."},
}

var practical = []text{
	{"建议提前十分钟到场，签到处在入口右侧。", "Please come ten minutes early; the desk is to the right of the entrance."},
	{"场地附近停车位不多，公交更方便，下车步行约{m}分钟。", "There is little room for cars and the bus is easier, with a walk of {m} minutes."},
	{"室内有空调，早晚温差大，请带一件薄外套。", "The rooms are cooled, and mornings and evenings are fresh, so bring a light jacket."},
	{"为了减少浪费，现场不提供瓶装水，请自带水杯，每层楼都有饮水机。", "To avoid waste no bottled water is handed out; bring a cup, as there is a fountain on each floor."},
	{"进场请佩戴口罩并出示健康码，体温异常的朋友请改看线上内容。", "Wear a mask and show your health code; whoever has a temperature is asked to follow online."},
	{"本场可容纳{n}人，满员以后请在休息区等候下一轮。", "There is room for {n}; when it is full, please wait in the lounge for the next round."},
	{"活动全程免费，任何以科普日名义收费的行为都可以向我们反映。", "Everything is free, and whoever asks for money in the name of the day may be reported to us."},
	{"现场会拍照和录像，不愿意出镜的朋友请在签到时领一张黄色贴纸。", "Photographs and films are taken; those who do not want to be in them get a yellow sticker at the desk."},
	{"推婴儿车和轮椅的观众请走北侧坡道，电梯在大厅左手边。", "With a pram or a wheelchair take the ramp on the north side; the lift is on the left of the hall."},
	{"下雨照常举行，如遇大风或沙尘则另行通知，请留意页面上的状态。", "Rain changes nothing, but wind or dust may: please watch the status on this page."},
	{"如果临时来不了，请取消预约，把名额留给候补的人。", "If you cannot come after all, cancel your place so that someone else may have it."},
	{"活动结束以后可以到咨询台领取资料，也可以在网页上下载。", "Leaflets are at the desk afterwards, and can be read online."},
}

var safety = []text{
	{"操作时请听从工作人员安排，护目镜和手套由现场提供。", "Follow the staff while you work; goggles and gloves are provided."},
	{"十四岁以下的孩子需要家长陪同，请不要在通道里奔跑。", "Children under fourteen come with an adult, and nobody runs in the corridors."},
	{"{tool}看起来简单，用错了也会受伤，请先看示范。", "However simple it looks to use {tool}, a mistake can hurt: watch the demonstration first."},
	{"请记住最近的出口在哪里，遇到广播通知按指示牌方向离开。", "Remember where the nearest exit is, and follow the signs when there is an announcement."},
	{"展品可以摸的都贴了手形标志，没有标志的请只看不碰。", "What may be touched carries the sign of a hand; everything else is only for the eyes."},
	{"如果感到头晕或不适，请马上告诉身边穿绿色马甲的志愿者。", "If you feel dizzy or unwell, tell a volunteer in a green vest at once."},
}

var closings = []text{
	{"来的时候带着一个问题，走的时候也许会带着三个，这正是我们希望的。", "You may come with one question and leave with three, which is just what we hope for."},
	{"把今天学到的讲给家里的一个人听，科普就又往前走了一步。", "Tell one person at home what you have learned, and science has moved on by a step."},
	{"明年的题目由观众投票决定，投票箱就在出口。", "Next year's subject is chosen by vote, and the box stands at the exit."},
	{"关于{subject}还想了解更多的，可以到图书馆的专题书架借书。", "For more about {subject}, the library has set up a shelf."},
	{"所有的记录表都会保存下来，几年以后再看，会是一份很有意思的资料。", "All record sheets are kept, and will make good reading in some years."},
	{"科学不在远处，就在{county}的一条街、一口井、一片田里。", "Science is not far away: in {county} it is found in a street, a well, a field."},
	{"欢迎留下联系方式，成为{county}的科技志愿者。", "Leave your address if you would like to be a science volunteer in {county}."},
	{"愿每个人都能在{thing}面前多站一会儿，多问一句为什么。", "May everyone stay a little longer before {thing}, and ask why once more."},
}

var headings = []text{
	{"现场看什么", "What there is to see"}, {"活动流程", "How it goes"}, {"为什么要讲{subject}", "Why it is about {subject}"}, {"动手环节", "Hands on"}, {"来之前请看", "Before you come"},
}

var tables = []text{
	{"| 你带来 | 我们准备 |\n|---|---|\n| 水杯和笔 | {tool} |\n| 一个问题 | 能回答它的人 |\n| 不怕弄脏的衣服 | 围裙和手套 |\n",
		"| you bring | we prepare |\n|---|---|\n| a cup and a pen | {tool} |\n| a question | someone who can answer it |\n| clothes that may get dirty | aprons and gloves |\n"},
	{"| 环节 | 时长 |\n|---|---:|\n| 看{thing} | 15分钟 |\n| 讲解 | 20分钟 |\n| 动手与提问 | {n}分钟 |\n",
		"| part | time |\n|---|---:|\n| looking at {thing} | 15 minutes |\n| talk | 20 minutes |\n| practice and questions | {n} minutes |\n"},
}
