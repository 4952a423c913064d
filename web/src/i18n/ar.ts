import type { FirstCatalogue } from "./catalogue.ts";

/** The texts before the sign-in, and of errors, in Arabic. */
export const ar: FirstCatalogue = {
  "app.name": "Parley",
  "app.skip": "انتقل إلى المحتوى",
  "app.loading": "جارٍ التحميل",
  "app.retry": "أعد المحاولة",
  "app.back": "رجوع",
  "app.cancel": "إلغاء",
  "app.optional": "اختياري",
  "app.unreachableTitle": "لا يوجد اتصال",

  "title.unread": "({count}) {title}",
  "title.page": "{page} · Parley",

  "password.show": "إظهار كلمة المرور",
  "password.hide": "إخفاء كلمة المرور",

  "fault.required": "هذا الحقل مطلوب.",
  "fault.email": "لا يبدو هذا عنوان بريد إلكتروني.",
  "fault.usernameShort": "‏{min} أحرف على الأقل.",
  "fault.usernameLong": "‏{max} حرفًا على الأكثر.",
  "fault.usernameForm": "حروف لاتينية وأرقام وشرطات سفلية، ونقاط في غير الطرفين.",
  "fault.usernameTaken": "اسم المستخدم هذا محجوز. اختر غيره.",
  "fault.nameLong": "‏{max} حرفًا على الأكثر.",
  "fault.passwordShort": "‏{min} أحرف على الأقل.",
  "fault.passwordLong": "‏{max} حرفًا على الأكثر.",
  "fault.passwordCommon": "من السهل تخمين كلمة المرور هذه. اختر غيرها.",
  "fault.notAllowed": "هذا غير مقبول.",

  "error.invalid": "لم يُقبل شيء مما أدخلته. تحقق منه وحاول مجددًا.",
  "error.unauthenticated": "سجّل الدخول للمتابعة.",
  "error.email_unverified": "أكّد عنوانك أولًا.",
  "error.forbidden": "لا يُسمح لك بذلك.",
  "error.not_found": "لا يوجد شيء كهذا.",
  "error.conflict": "الأمر كذلك بالفعل أو أنه محجوز.",
  "error.too_large": "هذا أطول مما ينبغي.",
  "error.rate_limited": "أسرع مما ينبغي. حاول بعد لحظة.",
  "error.unavailable": "الخدمة غير متاحة الآن. حاول مجددًا.",
  "error.internal": "حدث خطأ من جانبنا. حاول مجددًا.",
  "error.network": "لا يوجد اتصال. تحقق من الشبكة وحاول مجددًا.",

  "notFound.title": "لا شيء هنا",
  "notFound.lead": "الصفحة غير موجودة أو انتقلت.",
  "notFound.home": "إلى غرفك",
  "crash.title": "حدث عطل",
  "crash.lead": "واجهت الصفحة خطأً داخليًا. ما كتبته محفوظ، وإعادة التحميل تكفي غالبًا.",
  "crash.reload": "إعادة التحميل",

  "theme.label": "المظهر",
  "theme.system": "كالنظام",
  "theme.light": "فاتح",
  "theme.dark": "داكن",
  "language.label": "اللغة",
};
