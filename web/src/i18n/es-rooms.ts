import type { RoomsCatalogue } from "./catalogue.ts";

/** The texts behind the sign-in in Spanish. */
export const esRooms: RoomsCatalogue = {
  "settings.title": "Ajustes",

  "notices.title": "Notificaciones",
  "notices.question": "¿Debe avisarte este navegador de mensajes directos y menciones cuando no estés aquí?",
  "notices.allow": "Sí, avísame",
  "notices.refuse": "No",
  "notices.mention": "Te han mencionado",

  "rooms.label": "Salas",
  "rooms.emptyTitle": "Todavía no hay salas.",
  "rooms.emptyLead": "Entra en una abierta a todos o crea la tuya.",
  "rooms.chooseTitle": "¿Por dónde íbamos?",
  "rooms.chooseLead": "Elige una sala para seguir con la conversación.",
  "rooms.welcomeTitle": "El escenario está vacío.",
  "rooms.welcomeLead": "Crea la primera sala o busca una abierta a todos.",
  "rooms.unread": {
    one: "{count} mensaje sin leer",
    many: "{count} de mensajes sin leer",
    other: "{count} mensajes sin leer",
  },
  "rooms.mentions": {
    one: "{count} mención de ti",
    many: "{count} de menciones de ti",
    other: "{count} menciones de ti",
  },

  "create.title": "Sala nueva",

  "browse.title": "Buscar una sala",
  "browse.people": {
    one: "{count} persona",
    many: "{count} de personas",
    other: "{count} personas",
  },

  "room.direct": "Mensajes directos",
  "room.nothingSaid": "Nadie ha dicho nada aún.",
  "room.nothingSaidLead": "Alguien tiene que empezar; bien puedes ser tú.",
  "room.begin": "Escribir algo",

  "details.title": "Detalles",
  "person.unknown": "Alguien que se fue",

  "timeline.label": "Mensajes",
  "timeline.loadingBefore": "Cargando mensajes anteriores",
  "timeline.new": "Nuevo",
  "timeline.latest": "Últimos mensajes",
  "timeline.newBelow": {
    one: "{count} mensaje nuevo",
    many: "{count} de mensajes nuevos",
    other: "{count} mensajes nuevos",
  },
  "timeline.newAbove": {
    one: "{count} mensaje desde tu última visita",
    many: "{count} de mensajes desde tu última visita",
    other: "{count} mensajes desde tu última visita",
  },
  "timeline.spoken": "{name}: {text}",
  "message.deleted": "Este mensaje se eliminó.",
  "message.edited": "editado",
  "app.close": "Cerrar",
  "app.dismiss": "Descartar",
  "message.actions": "Acciones del mensaje",
  "message.react": "Reaccionar",
  "message.reactWith": "Reaccionar con {emoji}",
  "message.reply": "Responder",
  "message.edit": "Editar",
  "message.delete": "Eliminar",
  "message.markUnread": "Marcar como no leído",
  "message.markedUnread": "Sin leer desde aquí, en cuanto salgas de la sala.",
  "message.copyLink": "Copiar enlace",
  "message.linkCopied": "Enlace copiado.",
  "message.inReplyTo": "En respuesta a",
  "message.replyEarlier": "En respuesta a un mensaje anterior",
  "composer.editing": "Editas tu mensaje",
  "composer.replying": "Respondes a {name}",
  "composer.save": "Guardar",
  "composer.people": "Personas que mencionar",
  "switcher.title": "Ir a una sala o persona",
  "message.reaction": {
    one: "{emoji}: {count} persona",
    many: "{emoji}: {count} de personas",
    other: "{emoji}: {count} personas",
  },

  "pending.sending": "Enviando",
  "pending.waiting": "A la espera de enviarse",
  "pending.limited": {
    one: "Sale en {count} segundo",
    many: "Sale en {count} de segundos",
    other: "Sale en {count} segundos",
  },
  "pending.failed": "No se envió. {reason}",
  "pending.retry": "Reintentar",
  "pending.discard": "Eliminar",

  "unsent.count": {
    one: "{count} mensaje no se envió",
    many: "{count} de mensajes no se enviaron",
    other: "{count} mensajes no se enviaron",
  },

  "composer.label": "Mensaje para {room}",
  "composer.placeholder": "Escribe un mensaje",
  "composer.send": "Enviar",
  "composer.sendIn": {
    one: "Enviar en {count} s",
    many: "Enviar en {count} s",
    other: "Enviar en {count} s",
  },
  "composer.seconds": {
    one: "{count} s",
    many: "{count} s",
    other: "{count} s",
  },
  "composer.throttled": {
    one: "Escribes más rápido de lo que la sala permite. El próximo mensaje sale en {count} segundo.",
    many: "Escribes más rápido de lo que la sala permite. El próximo mensaje sale en {count} de segundos.",
    other: "Escribes más rápido de lo que la sala permite. El próximo mensaje sale en {count} segundos.",
  },
  "composer.throttleOver": "Los mensajes vuelven a salir al momento.",
  "composer.charsLeft": {
    one: "Queda {count} carácter",
    many: "Quedan {count} de caracteres",
    other: "Quedan {count} caracteres",
  },
  "composer.tooLong": {
    one: "Sobra {count} carácter",
    many: "Sobran {count} de caracteres",
    other: "Sobran {count} caracteres",
  },
  "typing.one": "{name} está escribiendo",
  "typing.two": "{first} y {second} están escribiendo",
  "typing.many": "Varias personas están escribiendo",

  "strip.connecting": "Conectando",
  "strip.retrying": "Reconectando",
  "strip.retryIn": {
    one: "Conexión perdida. Próximo intento en {count} segundo",
    many: "Conexión perdida. Próximo intento en {count} de segundos",
    other: "Conexión perdida. Próximo intento en {count} segundos",
  },
  "strip.now": "Intentar ahora",
  "strip.offline": "Sin conexión. Lo que escribas saldrá después.",
  "strip.lost": "Conexión perdida. Reconectando.",
  "strip.back": "Conectado de nuevo.",

  "composer.archived": "Esta sala está archivada. Se puede leer, y nada más.",
  "composer.muted": "Estás en silencio en esta sala hasta: {moment}.",
  "person.online": "en línea",
  "person.offline": "desconectado",
  "person.bot": "bot",
  "person.seen": "visto {ago}",
  "room.settings": "Ajustes de la sala",
  "room.search": "Buscar en esta sala",

  "people.title": "Escribir a alguien",
  "search.title": "Buscar",

  "message.moreReactions": "Más reacciones",
};
