/**
 * The shell's words, Chinese first. The reasons of the rules come from the server, which has
 * one sentence for each in every language; here stand the words that only this page needs.
 */
const WORDS = {
  zh: {
    counting: "正在计时",
    verified: "已认证",
    paused: (reason) => `已暂停：${reason}`,
    hidden: "页面不可见",
    notPlaying: "视频未播放",
    tooFast: "播放速度超过本课允许的倍速",
    noMedia: "请播放视频",
    openWindow: "请打开学习窗口",
    answer: "请完成在场确认",
    answerClosing: "学时已满，请完成结课确认",
    offline: (kept) => `网络中断，已缓存 ${kept}`,
    offlineLong: "网络中断过久，恢复后请补看中断部分",
    signedOut: "登录已过期，请重新登录",
    signedOutTitle: "登录已过期",
    signedOutText: "为保护您的账号，请重新登录。登录后从刚才的位置继续，已保存的时间不受影响。",
    signIn: "重新登录",
    elsewhere: "已在其他窗口或设备学习",
    starting: "正在打开课程",
    review: "复习：已记录，不再计学时",
    confirmed: "本单元学时已确认",
    awaiting: "待确认",
    unobservable: "外部课程：无法认证时间",
    unrecorded: "浏览模式：不计时",
    savedNow: "刚刚已保存",
    savedAgo: (ago) => `${ago}前已保存`,
    unsaved: "学习记录待保存",
    seconds: (n) => `${n} 秒`,
    minutes: (n) => `${n} 分钟`,
    away: (length) => `刚才页面不在前台，${length} 未计时`,
    takenTitle: "您正在其他窗口或设备学习",
    takenText: "学习时间只在一处累计。学到的内容已经保存，可以随时换回这里继续。",
    takeBack: "在这里继续学习",
    endedTitle: "课程已结束",
    endedText: "学习内容已全部结束，记录已保存。",
    toCourse: "返回课程页",
    toReceipt: "查看学时明细",
    credited: (hours) => `已确认 ${hours} 学时，记入学习档案。`,
    unitDone: "本单元已结束，可以继续下一节。",
    failTitle: "课程没有打开",
    failText: "请检查网络后重试。已经学到的内容不会丢失。",
    retry: "重试",
    replayed: "已补传上次未保存的学习记录",
    overTitle: "本次学习已中止",
    overText: "学习记录已保存到中止之前。",
    newSession: "电脑休眠或长时间断网后已重新开始计时",
    status: {
      not_attempted: "未开始", incomplete: "学习中", completed: "已完成", passed: "已通过", failed: "未通过",
    },
    approved: (clock) => `认定 ${clock}`,
    verifiedOf: (verified, approved) => `${verified} / ${approved}`,
    challenge: {
      title: "在场确认",
      closing: "结课确认",
      left: (clock) => `剩余 ${clock}`,
      tries: (n) => `还可以试 ${n} 次`,
      wrong: "不对，请再看一看。",
      right: "确认成功，继续学习。",
      missed: "上一次确认没有按时完成，再上一次确认以来的时间不计入，可以重新学习。完成这次确认后继续计时。",
      expired: "这次确认已超时，正在换一题。",
      more: "需要更多时间",
      moreText: "今后的确认时间将加倍，不影响学时。",
      spoken: "改用文字题",
      figure: "改用图形题",
      now: "现在确认",
      call: "按 F6 键可跳到确认窗口",
      flag: "请确认在场",
    },
  },
  en: {
    counting: "Counting",
    verified: "verified",
    paused: (reason) => `Paused: ${reason}`,
    hidden: "page not visible",
    notPlaying: "video is not playing",
    tooFast: "faster than this course allows",
    noMedia: "please play the video",
    openWindow: "Please open the window",
    answer: "Please confirm that you are here",
    answerClosing: "Time complete: please confirm once more",
    offline: (kept) => `No network, ${kept} kept here`,
    offlineLong: "No network for too long; watch the missing part again later",
    signedOut: "Your sign-in has expired; please sign in again",
    signedOutTitle: "Your sign-in has expired",
    signedOutText: "Please sign in again to protect your account; you go on from here, and saved time stays.",
    signIn: "Sign in again",
    elsewhere: "Studying in another window or device",
    starting: "Opening the course",
    review: "Review: recorded, not credited",
    confirmed: "Time of this unit confirmed",
    awaiting: "awaiting confirmation",
    unobservable: "External course: time cannot be verified",
    unrecorded: "Browse mode: not counted",
    savedNow: "Saved just now",
    savedAgo: (ago) => `Saved ${ago} ago`,
    unsaved: "Waiting to be saved",
    seconds: (n) => `${n} s`,
    minutes: (n) => `${n} min`,
    away: (length) => `The page was not in front: ${length} not counted`,
    takenTitle: "You are studying in another window or device",
    takenText: "Time counts in one place only. What you learned is saved; you can come back here at any time.",
    takeBack: "Continue here",
    endedTitle: "The course has ended",
    endedText: "There is no more content; everything is recorded.",
    toCourse: "Back to the course",
    toReceipt: "Time receipt",
    credited: (hours) => `${hours} credit hours confirmed and filed in your archive.`,
    unitDone: "This unit has ended; go on with the next.",
    failTitle: "The course did not open",
    failText: "Check the network and try again. Nothing that you learned is lost.",
    retry: "Try again",
    replayed: "Delivered what could not be saved last time",
    overTitle: "This sitting has been stopped",
    overText: "Your record is saved up to that moment.",
    newSession: "Counting started anew after sleep or a long network gap",
    status: {
      not_attempted: "not started", incomplete: "in progress", completed: "completed", passed: "passed", failed: "not passed",
    },
    approved: (clock) => `approved ${clock}`,
    verifiedOf: (verified, approved) => `${verified} / ${approved}`,
    challenge: {
      title: "Presence check",
      closing: "Closing check",
      left: (clock) => `${clock} left`,
      tries: (n) => `${n} more ${n === 1 ? "try" : "tries"}`,
      wrong: "Not this one; please look again.",
      right: "Confirmed. Go on learning.",
      missed: "The last check was missed: time since the check before it does not count and can be studied again. Confirm to go on counting.",
      expired: "This check has run out; another one is coming.",
      more: "I need more time",
      moreText: "Checks give you twice the time from now on; your credit is not affected.",
      spoken: "Use words instead",
      figure: "Use figures instead",
      now: "Confirm now",
      call: "Press F6 to reach the check",
      flag: "Please confirm",
    },
  },
};

/** "zh" or "en": the language of this page. */
export const language = document.documentElement.lang.startsWith("en") ? "en" : "zh";

export const words = WORDS[language];

/** Return *ms* as m:ss, or h:mm:ss from an hour on. */
export function clock(ms) {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
}

/** Return *ms* in words: seconds below a minute, else whole minutes. */
export function about(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? words.seconds(seconds) : words.minutes(Math.floor(seconds / 60));
}
