package cli

import "bunting/internal/diag"

// What the program says, in English and in Chinese.
var (
	msgError = diag.Words{EN: "bunting: ", ZH: "bunting："}
	msgHelp  = diag.Words{EN: "bunting --help shows what there is.", ZH: "用 bunting --help 查看用法。"}

	msgRoot       = diag.Words{EN: "Bunting builds the public website of a campaign.", ZH: "bunting：为大型活动生成公众网站。"}
	msgBuild      = diag.Words{EN: "build the site", ZH: "生成网站"}
	msgServe      = diag.Words{EN: "show the site while it is written", ZH: "边写边预览网站"}
	msgCheck      = diag.Words{EN: "find all mistakes, write nothing", ZH: "检查全部内容，不写入任何文件"}
	msgNew        = diag.Words{EN: "begin a site, an event, a news item or a page", ZH: "新建网站、活动、动态或页面"}
	msgNewSite    = diag.Words{EN: "begin a site in a new folder", ZH: "在新文件夹中新建网站"}
	msgNewEvent   = diag.Words{EN: "begin an event: content/events/REGION/SLUG.md", ZH: "新建活动：content/events/地区/名称.md"}
	msgNewNews    = diag.Words{EN: "begin a news item: content/news/SLUG.md", ZH: "新建动态：content/news/名称.md"}
	msgNewPage    = diag.Words{EN: "begin a page: content/pages/SLUG.md", ZH: "新建页面：content/pages/名称.md"}
	msgCompletion = diag.Words{EN: "print completions for a shell", ZH: "输出命令行自动补全脚本"}
	msgVersion    = diag.Words{EN: "print the version", ZH: "显示版本"}

	msgHelpFlag   = diag.Words{EN: "show this help", ZH: "显示帮助"}
	msgSource     = diag.Words{EN: "the site's `folder`", ZH: "网站所在`文件夹`"}
	msgLang       = diag.Words{EN: "`language` of messages: zh or en (default: from the environment)", ZH: "提示信息的`语言`：zh 或 en（默认取自系统环境）"}
	msgQuiet      = diag.Words{EN: "say only what is wrong", ZH: "只显示错误"}
	msgDrafts     = diag.Words{EN: "publish drafts, too", ZH: "同时发布草稿"}
	msgFuture     = diag.Words{EN: "publish what has a later publishAt, too", ZH: "同时发布未到发布时间的内容"}
	msgJobs       = diag.Words{EN: "do `N` things at once (default: one more than there are cores)", ZH: "同时进行的任务`数`（默认比核数多一个）"}
	msgMerge      = diag.Words{EN: "join the shares of a site into one", ZH: "把分份生成的网站合并为一个"}
	msgCache      = diag.Words{EN: "look after what is remembered", ZH: "管理缓存"}
	msgPrune      = diag.Words{EN: "make the cache smaller: what was used longest ago goes", ZH: "缩小缓存：先清除最久未用的内容"}
	msgBudget     = diag.Words{EN: "keep at most this `size`, such as 500MB or 2GB (default: budget under [cache] in config.toml)", ZH: "最多保留的`大小`，如 500MB 或 2GB（默认取 config.toml 中 [cache] 的 budget）"}
	msgNoBudget   = diag.Words{EN: "write --budget 2GB, or budget = \"2GB\" under [cache] in config.toml", ZH: "请写明 --budget 2GB，或在 config.toml 的 [cache] 中设置 budget = \"2GB\""}
	msgNoCache    = diag.Words{EN: "make everything anew and remember nothing", ZH: "全部重新生成，不使用也不保存缓存"}
	msgVerify     = diag.Words{EN: "make everything anew, and fail if anything remembered differs", ZH: "全部重新生成，如与缓存不一致则报错"}
	msgShard      = diag.Words{EN: "make only the `share` 3/8: the third of eight", ZH: "只生成其中一`份`，如 3/8 表示八份中的第三份"}
	msgStats      = diag.Words{EN: "say what took how long", ZH: "显示各部分用时"}
	msgTrace      = diag.Words{EN: "write a Go execution trace to `file`", ZH: "把 Go 执行跟踪写入`文件`"}
	msgOutputFlag = diag.Words{EN: "the built site's `folder`", ZH: "生成结果所在`文件夹`"}
	msgFormat     = diag.Words{EN: "`format` of the report: text, json or github", ZH: "报告`格式`：text、json 或 github"}
	msgJSON       = diag.Words{EN: "report as JSON on standard output", ZH: "以 JSON 格式输出报告"}

	msgAddr     = diag.Words{EN: "`address` and port to serve at", ZH: "预览所用的`地址`和端口"}
	msgLAN      = diag.Words{EN: "let phones of the same network look, with a QR code", ZH: "允许同一网络中的手机扫码查看"}
	msgOpen     = diag.Words{EN: "open the browser", ZH: "打开浏览器"}
	msgNavigate = diag.Words{EN: "go to the page that was changed", ZH: "自动跳转到刚修改的页面"}
	msgNow      = diag.Words{EN: "show the site as at this `time`, such as 2021-09-14T10:00", ZH: "按指定`时间`显示网站，如 2021-09-14T10:00"}

	msgDeploy   = diag.Words{EN: "build the site and send what has changed to a target of config.toml", ZH: "生成网站，并把变化的部分发布到 config.toml 中的目标"}
	msgDryRun   = diag.Words{EN: "send nothing; list each change and why", ZH: "不发布，只列出每项变化及原因"}
	msgNoBuild  = diag.Words{EN: "send what the output folder holds, as build or merge left it", ZH: "不重新生成，直接发布输出文件夹中的内容"}
	msgRollback = diag.Words{EN: "go back to an earlier release, without a build", ZH: "恢复到较早的版本，无需重新生成"}
	msgTo       = diag.Words{EN: "the `release` to go back to (default: the one before the live one)", ZH: "要恢复的`版本`（默认为当前版本的前一个）"}
	msgList     = diag.Words{EN: "list the releases that are kept, newest first", ZH: "列出保留的版本，最新的在前"}

	msgUnknownFlag    = diag.Words{EN: "there is no option %[1]s", ZH: "没有选项 %[1]s"}
	msgFlagNeedsValue = diag.Words{EN: "the option --%[1]s needs a value", ZH: "选项 --%[1]s 需要一个值"}
	msgFlagValue      = diag.Words{EN: "%[1]q is not a value of --%[2]s", ZH: "“%[1]s”不是 --%[2]s 的有效值"}
	msgUnknownCommand = diag.Words{EN: "there is no command %[1]q", ZH: "没有命令“%[1]s”"}
	msgNoArgument     = diag.Words{EN: "%[1]s takes no %[2]q; a folder is named with --source or --output", ZH: "%[1]s 后面不能写“%[2]s”；指定文件夹请用 --source 或 --output"}
	msgUnknownShell   = diag.Words{EN: "there are no completions for %[1]q", ZH: "不支持“%[1]s”的自动补全"}
	msgArguments      = diag.Words{EN: "write one %[1]s behind the command", ZH: "请在命令后写明 %[1]s"}

	msgNoTargets     = diag.Words{EN: "config.toml has no [[deploy.targets]]; add one with name and url", ZH: "config.toml 中没有 [[deploy.targets]]，请添加一项并写明 name 和 url"}
	msgWhichTarget   = diag.Words{EN: "write which target is meant: %[1]s", ZH: "请写明目标：%[1]s"}
	msgUnknownTarget = diag.Words{EN: "there is no target %[1]q; there are: %[2]s", ZH: "没有目标“%[1]s”；现有：%[2]s"}

	msgDeployLocked = diag.Words{EN: "another deploy to this target is at work; wait until it is done", ZH: "另一个发布任务正在使用此目标，请等它结束"}
	msgLockLost     = diag.Words{EN: "the target did not answer for too long; the live site is whole, and the next deploy finishes", ZH: "目标长时间没有响应；线上网站仍然完整，下次发布会继续完成"}
	msgMoved        = diag.Words{EN: "another deploy has changed the target meanwhile; deploy again", ZH: "目标在此期间被另一个发布任务修改，请重新发布"}
	msgSite         = diag.Words{EN: "the built site was changed while it was being sent; deploy again", ZH: "发布过程中生成结果被改动，请重新发布"}
	msgUnknownSite  = diag.Words{EN: "the output folder holds no site as build leaves it; build first", ZH: "输出文件夹中没有完整的生成结果，请先生成网站"}
	msgNoReleases   = diag.Words{EN: "this target keeps no earlier releases: only file:// targets can go back. Take the change back in the content and deploy again", ZH: "此目标不保留旧版本，只有 file:// 目标可以恢复。请在内容中撤回修改后重新发布"}
	msgNoRelease    = diag.Words{EN: "there is no such release to go back to; bunting rollback --list shows what there is", ZH: "没有可恢复的版本；用 bunting rollback --list 查看"}
	msgNoLink       = diag.Words{EN: "what stands at the target's \"current\" is not a link to a release; move it away", ZH: "目标中的 current 不是指向版本的链接，请移走"}
	msgHostKey      = diag.Words{EN: "the server's key is not the one in ~/.ssh/known_hosts; if you expect this server, connect to it once with ssh and compare its fingerprint", ZH: "服务器密钥与 ~/.ssh/known_hosts 不符；如确认是该服务器，请先用 ssh 连接一次并核对指纹"}
	msgRefused      = diag.Words{EN: "there are no credentials that the target accepts; they come from the environment, ~/.aws, ssh-agent or ~/.ssh", ZH: "没有目标接受的访问凭据；凭据取自环境变量、~/.aws、ssh-agent 或 ~/.ssh"}
	msgInterrupted  = diag.Words{EN: "interrupted; the live site is whole, and the next deploy finishes", ZH: "已中断；线上网站仍然完整，下次发布会继续完成"}

	msgLocked     = diag.Words{EN: "another build is at work on this folder; wait until it is done", ZH: "另一个生成任务正在使用此文件夹，请等它结束"}
	msgForeign    = diag.Words{EN: "the output folder holds files that bunting did not make; empty it, or choose another with --output", ZH: "输出文件夹中有不是 bunting 生成的文件，请清空，或用 --output 另选文件夹"}
	msgNotFolder  = diag.Words{EN: "the output is not a folder (a link is not followed); remove it, or choose another with --output", ZH: "输出位置不是文件夹（不跟随链接），请移走，或用 --output 另选"}
	msgOutput     = diag.Words{EN: "the output folder would overwrite the site's own files; choose another with --output", ZH: "输出文件夹会覆盖网站自身的文件，请用 --output 另选"}
	msgStale      = diag.Words{EN: "what is remembered is not what this site makes; build once with --no-cache, and tell bunting's authors", ZH: "缓存与实际生成结果不一致；请用 --no-cache 重新生成一次，并告知 bunting 的作者"}
	msgChanged    = diag.Words{EN: "the site's files are being changed all the time; build again when that is over", ZH: "网站文件正在不断变化，请稍后再生成"}
	msgNotShares  = diag.Words{EN: "these folders are not all the shares of one site, built by one version of bunting from the same files", ZH: "这些文件夹不是同一网站（同一版本、同一内容）的全部各份"}
	msgDiskFull   = diag.Words{EN: "the disk is full; the site that was there is untouched", ZH: "磁盘已满；原有网站未受影响"}
	msgPermission = diag.Words{EN: "no permission to read or write", ZH: "没有读写权限"}

	msgPruned           = diag.Words{EN: "removed %[1]s from the cache; %[2]s stay", ZH: "已从缓存中清除 %[1]s，保留 %[2]s"}
	msgBuilt            = diag.Words{EN: "%[1]d pages, %[2]d files (%[3]d reused)%[4]s in %.2[5]f s, %[6]d MB: %[7]s", ZH: "%[1]d 个页面，共 %[2]d 个文件（沿用 %[3]d 个）%[4]s，用时 %.2[5]f 秒，内存 %[6]d MB：%[7]s"}
	msgPictures         = diag.Words{EN: ", %[1]d pictures (%[2]d made, %[3]d reused)", ZH: "，图片 %[1]d 张（新生成 %[2]d 张，沿用 %[3]d 张）"}
	msgMerged           = diag.Words{EN: "%[1]d files of %[2]d shares: %[3]s", ZH: "已合并 %[2]d 份，共 %[1]d 个文件：%[3]s"}
	msgDeployed         = diag.Words{EN: "%[1]s: %[2]d new, %[3]d changed, %[4]d gone; %.1[5]f MB in %.2[6]f s", ZH: "%[1]s：新增 %[2]d 个文件，修改 %[3]d 个，移除 %[4]d 个；共 %.1[5]f MB，用时 %.2[6]f 秒"}
	msgWouldSend        = diag.Words{EN: "%[1]s: would be %[2]d new, %[3]d changed, %[4]d gone", ZH: "%[1]s：将新增 %[2]d 个文件，修改 %[3]d 个，移除 %[4]d 个"}
	msgUpToDate         = diag.Words{EN: "%[1]s: nothing has changed", ZH: "%[1]s：没有变化"}
	msgWaiting          = diag.Words{EN: "; %[1]d older assets wait to be removed", ZH: "；另有 %[1]d 个旧资源待移除"}
	msgRelease          = diag.Words{EN: ": release %[1]s", ZH: "：版本 %[1]s"}
	msgRolledBack       = diag.Words{EN: "%[1]s: release %[2]s is live", ZH: "%[1]s：已恢复到版本 %[2]s"}
	msgLive             = diag.Words{EN: "  live", ZH: "  当前"}
	msgAsking           = diag.Words{EN: "asking %[1]s what it holds", ZH: "正在查询 %[1]s 的现有内容"}
	msgSending          = diag.Words{EN: "%[1]d of %[2]d files sent", ZH: "已发布 %[1]d / %[2]d 个文件"}
	msgReasonNew        = diag.Words{EN: "new", ZH: "新增"}
	msgReasonChanged    = diag.Words{EN: "changed", ZH: "内容有变"}
	msgReasonHeaders    = diag.Words{EN: "other headers", ZH: "响应头有变"}
	msgReasonUnfinished = diag.Words{EN: "left unfinished by an interrupted deploy", ZH: "上次发布中断，未完成"}
	msgReasonGone       = diag.Words{EN: "gone", ZH: "已移除"}

	msgReading        = diag.Words{EN: "reading the site", ZH: "正在读取网站"}
	msgProgress       = diag.Words{EN: "%[1]d of %[2]d files", ZH: "%[1]d / %[2]d 个文件"}
	msgPhotos         = diag.Words{EN: "%[1]d photos made, %[2]d left, %.1[3]f a second", ZH: "已处理 %[1]d 张照片，还有 %[2]d 张，每秒 %.1[3]f 张"}
	msgStages         = diag.Words{EN: "seconds, by stage", ZH: "各阶段用时（秒）"}
	msgTemplates      = diag.Words{EN: "seconds of all cores, by layout, and how many pages", ZH: "各模板用时（各核合计，秒）及页数"}
	msgSlowest        = diag.Words{EN: "seconds of the slowest files", ZH: "最慢的文件（秒）"}
	msgNothingWritten = diag.Words{EN: "; nothing was written", ZH: "；未写入任何文件"}
	msgNothingSent    = diag.Words{EN: "; nothing was sent", ZH: "；未发布任何内容"}
	msgCount          = diag.Words{EN: "%[1]s, %[2]s", ZH: "%[1]s，%[2]s"}
	msgComma          = diag.Words{EN: "; ", ZH: "；"}
	msgErrorOne       = diag.Words{EN: "%d error", ZH: "%d 个错误"}
	msgErrorMany      = diag.Words{EN: "%d errors", ZH: "%d 个错误"}
	msgWarningOne     = diag.Words{EN: "%d warning", ZH: "%d 个警告"}
	msgWarningMany    = diag.Words{EN: "%d warnings", ZH: "%d 个警告"}

	msgServing    = diag.Words{EN: "saved files are shown at once; Ctrl+C ends the preview", ZH: "保存文件后立即显示；按 Ctrl+C 结束预览"}
	msgPortTaken  = diag.Words{EN: "port %[1]d is taken by another program; trying the next", ZH: "端口 %[1]d 已被其他程序占用，尝试下一个"}
	msgPortsTaken = diag.Words{EN: "the ports %[1]d to %[2]d are all taken; choose another with --addr 127.0.0.1:PORT", ZH: "端口 %[1]d 至 %[2]d 均被占用，请用 --addr 127.0.0.1:端口 另选"}
	msgOnlyLAN    = diag.Words{EN: "%[1]s can be reached by other machines; say --lan if they may look", ZH: "其他设备可以访问 %[1]s；如允许访问，请加 --lan"}
	msgNoNetwork  = diag.Words{EN: "this machine has no address that a phone could reach", ZH: "本机没有手机可以访问的网络地址"}
	msgNoBrowser  = diag.Words{EN: "the browser could not be opened: %[1]v", ZH: "无法打开浏览器：%[1]v"}
	msgRound      = diag.Words{EN: "%[1]s%[2]s: %.3[3]f s", ZH: "%[1]s%[2]s：%.3[3]f 秒"}
	msgAndMore    = diag.Words{EN: " and %[1]d more", ZH: " 等另外 %[1]d 个文件"}
	msgLastGood   = diag.Words{EN: "; the last good site is shown", ZH: "；显示的是上一个正确的网站"}
	msgMended     = diag.Words{EN: "all mistakes are mended", ZH: "错误已全部改正"}

	msgPublish        = diag.Words{EN: "publish by git push", ZH: "通过 git push 发布"}
	msgPublishInit    = diag.Words{EN: "prepare a bare repository, or mend it", ZH: "准备（或修复）裸仓库"}
	msgPublishLive    = diag.Words{EN: "build the live branch again and publish it", ZH: "重新生成并发布正式分支"}
	msgPublishShell   = diag.Words{EN: "let a key push and fetch, and no more: for authorized_keys", ZH: "只允许某个密钥推送和拉取，用于 authorized_keys"}
	msgRepoFlag       = diag.Words{EN: "the bare `repository`", ZH: "裸`仓库`"}
	msgHooksFlag      = diag.Words{EN: "`folder` in the repository where the server looks for hooks (GitLab: custom_hooks)", ZH: "仓库中存放钩子的`文件夹`（GitLab 为 custom_hooks）"}
	msgUserFlag       = diag.Words{EN: "a forge's account and its office, `NAME=OFFICE`; * for an editor", ZH: "代码平台账号及其单位，`账号=单位`；编辑写 *"}
	msgBranchFlag     = diag.Words{EN: "the live `branch` (default main)", ZH: "正式`分支`（默认 main）"}
	msgTargetFlag     = diag.Words{EN: "the `target` of config.toml that the site is deployed to", ZH: "config.toml 中的部署`目标`"}
	msgPreviewsFlag   = diag.Words{EN: "the `folder` of previews (default: in the repository)", ZH: "预览所在`文件夹`（默认在仓库内）"}
	msgPreviewURLFlag = diag.Words{EN: "the `address` of that folder; without it there are no previews", ZH: "该文件夹的`网址`；不写则不提供预览"}
	msgOfficeFlag     = diag.Words{EN: "the `office` whose key it is", ZH: "密钥所属`单位`"}
	msgEditorFlag     = diag.Words{EN: "the key is an editor's, who may change everything", ZH: "密钥属于编辑，可修改全部内容"}
	msgOneOf          = diag.Words{EN: "write either %[1]s or %[2]s", ZH: "请在 %[1]s 和 %[2]s 中写一个"}
	msgGitOnly        = diag.Words{EN: "this key is for git push and git fetch", ZH: "此密钥只能用于 git push 和 git fetch"}
	msgPrepared       = diag.Words{EN: "%[1]s publishes its branch %[3]s to %[2]s", ZH: "%[1]s 的分支 %[3]s 将发布到 %[2]s"}
	msgNotPrepared    = diag.Words{EN: "this repository does not publish; prepare it with bunting publish init", ZH: "此仓库尚未设置发布，请运行 bunting publish init"}
	msgForeignHook    = diag.Words{EN: "another hook stands where bunting's must be; move it away, or name another folder with --hooks", ZH: "该位置已有其他钩子，请移走，或用 --hooks 另选文件夹"}
	msgNotAccepted    = diag.Words{EN: "; the push was not accepted, nothing has changed", ZH: "；推送未被接受，一切照旧"}
	msgMoreMistakes   = diag.Words{EN: "… and %[1]d more; bunting check shows all", ZH: "……另有 %[1]d 条；可用 bunting check 查看全部"}
	msgBuildFailed    = diag.Words{EN: "; the push was accepted, but could not be built: the live site is as it was. See %[1]s", ZH: "；推送已接受，但未能生成，线上网站未变。详见 %[1]s"}
	msgPreviewRemoved = diag.Words{EN: "the preview is gone", ZH: "预览已删除"}
	msgPages          = diag.Words{EN: "published; pages: %[1]d new, %[2]d changed, %[3]d gone", ZH: "已发布；页面：新增 %[1]d，修改 %[2]d，删除 %[3]d"}
	msgPreview        = diag.Words{EN: "the preview is ready", ZH: "预览已生成"}
	msgSameSite       = diag.Words{EN: "the site is live; no page has changed since it was last looked at", ZH: "网站已是最新，页面没有变化"}
	msgTakeBack       = diag.Words{EN: "to take it back: git revert --no-edit %[1]s, then git push", ZH: "如需撤回：git revert --no-edit %[1]s，然后 git push"}

	msgExists        = diag.Words{EN: "%[1]s exists already", ZH: "%[1]s 已存在"}
	msgSiteCreated   = diag.Words{EN: "a site is in %[1]s. Now:\n  cd %[1]s\n  bunting build", ZH: "网站已建在 %[1]s。接下来：\n  cd %[1]s\n  bunting build"}
	msgBadSlug       = diag.Words{EN: "%[1]q cannot be part of a web address; use letters, digits and hyphens", ZH: "“%[1]s”不能用于网址，请只用字母、数字和连字符"}
	msgRegionSlug    = diag.Words{EN: "write REGION/SLUG, such as ili/carbon-fair", ZH: "请写成 地区/名称，例如 ili/carbon-fair"}
	msgUnknownRegion = diag.Words{EN: "there is no region %[1]q; there are: %[2]s", ZH: "没有地区“%[1]s”；现有：%[2]s"}
	msgConfigFirst   = diag.Words{EN: "correct config.toml first", ZH: "请先改正 config.toml"}
)

// usageTemplate is cobra's, in the session's language.
var usageTemplate = diag.Words{
	EN: "Usage:\n  {{.UseLine}}{{if .HasAvailableSubCommands}} COMMAND{{end}}\n{{if .HasAvailableSubCommands}}\nCommands:{{range .Commands}}{{if .IsAvailableCommand}}\n  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}\n{{end}}{{if .HasAvailableLocalFlags}}\nOptions:\n{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}\n{{end}}{{if .HasAvailableInheritedFlags}}\nOptions of every command:\n{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}\n{{end}}",
	ZH: "用法：\n  {{.UseLine}}{{if .HasAvailableSubCommands}} 命令{{end}}\n{{if .HasAvailableSubCommands}}\n命令：{{range .Commands}}{{if .IsAvailableCommand}}\n  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}\n{{end}}{{if .HasAvailableLocalFlags}}\n选项：\n{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}\n{{end}}{{if .HasAvailableInheritedFlags}}\n通用选项：\n{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}\n{{end}}",
}
