import type { FirstCatalogue } from "./catalogue.ts";

/** The texts before the sign-in, and of errors, in Spanish. */
export const es: FirstCatalogue = {
  "app.name": "Parley",
  "app.skip": "Ir al contenido",
  "app.loading": "Cargando",
  "app.retry": "Intentar de nuevo",
  "app.back": "Volver",
  "app.cancel": "Cancelar",
  "app.optional": "opcional",
  "app.unreachableTitle": "Sin conexión",

  "title.unread": "({count}) {title}",
  "title.page": "{page} · Parley",

  "password.show": "Mostrar la contraseña",
  "password.hide": "Ocultar la contraseña",

  "fault.required": "Rellena este campo.",
  "fault.email": "Esto no parece una dirección de correo.",
  "fault.usernameShort": "Al menos {min} caracteres.",
  "fault.usernameLong": "Como mucho {max} caracteres.",
  "fault.usernameForm": "Solo letras, cifras, guiones bajos y, salvo en los extremos, puntos.",
  "fault.usernameTaken": "Este nombre de usuario ya existe. Elige otro.",
  "fault.nameLong": "Como mucho {max} caracteres.",
  "fault.passwordShort": "Al menos {min} caracteres.",
  "fault.passwordLong": "Como mucho {max} caracteres.",
  "fault.passwordCommon": "Esta contraseña es demasiado fácil de adivinar. Elige otra.",
  "fault.notAllowed": "Esto no se acepta.",

  "error.invalid": "Algo no fue aceptado. Revísalo e inténtalo de nuevo.",
  "error.unauthenticated": "Inicia sesión para continuar.",
  "error.email_unverified": "Verifica primero tu dirección.",
  "error.forbidden": "No tienes permiso para eso.",
  "error.not_found": "No existe.",
  "error.conflict": "Ya es así, o ya está ocupado.",
  "error.too_large": "Es demasiado largo.",
  "error.rate_limited": "Demasiado rápido. Inténtalo dentro de un momento.",
  "error.unavailable": "El servicio no responde por un momento. Inténtalo de nuevo.",
  "error.internal": "Algo falló por nuestra parte. Inténtalo de nuevo.",
  "error.network": "Sin conexión. Revisa tu red e inténtalo de nuevo.",

  "notFound.title": "Aquí no hay nada",
  "notFound.lead": "La página no existe o cambió de lugar.",
  "notFound.home": "Ir a tus salas",
  "crash.title": "Algo se rompió",
  "crash.lead":
    "La página encontró un error propio. Lo que escribiste se conserva; casi siempre basta con recargar.",
  "crash.reload": "Recargar",

  "theme.label": "Tema",
  "theme.system": "Como el sistema",
  "theme.light": "Claro",
  "theme.dark": "Oscuro",
  "language.label": "Idioma",
};
