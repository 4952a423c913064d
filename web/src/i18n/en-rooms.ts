import type { Entry } from "./catalogue.ts";

/** The English texts of everything behind the sign-in, apart so that the sign-in page need not fetch them. */
export const enRooms = {
  "settings.title": "Settings",
  "settings.signOut": "Sign out",

  "rooms.label": "Rooms",
  "rooms.emptyTitle": "No rooms yet.",
  "rooms.emptyLead": "Join one that is open to all, or create your own.",
  "rooms.chooseTitle": "Where were we?",
  "rooms.chooseLead": "Choose a room to go on with the conversation.",
  "rooms.welcomeTitle": "The stage is empty.",
  "rooms.welcomeLead": "Create the first room, or look for one that is open to all.",
  "rooms.unread": {
    one: "{count} unread message",
    other: "{count} unread messages",
  },
  "rooms.mentions": {
    one: "{count} mention of you",
    other: "{count} mentions of you",
  },

  "create.title": "New room",
  "create.lead": "A place for one subject or one group of people.",
  "create.name": "Name",
  "create.nameHint": "Short and plain: what people will look for.",
  "create.topic": "Topic",
  "create.visibility": "Who can come in",
  "create.public": "Open to all",
  "create.publicHint": "Everybody who is signed in can find it and join.",
  "create.private": "By invitation",
  "create.privateHint": "Only those who are added know that it exists.",
  "create.submit": "Create room",

  "browse.title": "Find a room",
  "browse.lead": "Rooms that are open to all.",
  "browse.search": "Search by name or topic",
  "browse.people": {
    one: "{count} person",
    other: "{count} people",
  },
  "browse.join": "Join",
  "browse.joinNamed": "Join {room}",
  "browse.open": "Open",
  "browse.openNamed": "Open {room}",
  "browse.noneTitle": "No open rooms yet.",
  "browse.noneFound": "No room of that name.",

  "room.direct": "Direct messages",
  "room.nothingSaid": "Nothing said yet.",
  "room.nothingSaidLead": "Somebody has to go first; it may as well be you.",
  "room.begin": "Write something",
  "room.absentTitle": "No such room",
  "room.absentLead": "It does not exist, or it is not open to you.",
  "room.failedTitle": "The room could not be loaded",

  "details.title": "Details",
  "details.about": "About",
  "details.noTopic": "No topic was set.",
  "details.since": "Opened: {day}",
  "details.people": "People",
  "leave.title": "Leave room",
  "leave.question": "Leave this room? You will not receive its messages any more.",
  "leave.confirm": "Leave",
  "role.owner": "owner",
  "role.moderator": "moderator",
  "person.unknown": "Somebody who left",
  "person.you": "you",
  "person.online": "online",
  "person.offline": "offline",
  "person.seen": "seen {ago}",

  "timeline.label": "Messages",
  "timeline.loadingBefore": "Loading earlier messages",
  "timeline.new": "New",
  "timeline.latest": "Latest messages",
  "timeline.newBelow": {
    one: "{count} new message",
    other: "{count} new messages",
  },
  "timeline.newAbove": {
    one: "{count} message since you were here",
    other: "{count} messages since you were here",
  },
  "timeline.spoken": "{name}: {text}",
  "message.deleted": "This message was deleted.",
  "message.edited": "edited",

  "pending.sending": "Sending",
  "pending.waiting": "Waiting to send",
  "pending.limited": {
    one: "Goes out in {count} second",
    other: "Goes out in {count} seconds",
  },
  "pending.failed": "Not sent. {reason}",
  "pending.retry": "Retry",
  "pending.discard": "Delete",

  "composer.label": "Message to {room}",
  "composer.placeholder": "Write a message",
  "composer.send": "Send",
  // What is seen of it must be part of what is said ("12 s"), so that a voice can press it.
  "composer.sendIn": {
    one: "Send in {count} s",
    other: "Send in {count} s",
  },
  "composer.seconds": {
    one: "{count} s",
    other: "{count} s",
  },
  "composer.throttled": {
    one: "You write faster than the room allows. The next message goes out in {count} second.",
    other: "You write faster than the room allows. The next message goes out in {count} seconds.",
  },
  "composer.throttleOver": "Messages go out at once again.",
  "composer.charsLeft": {
    one: "{count} character left",
    other: "{count} characters left",
  },
  "composer.tooLong": {
    one: "{count} character too many",
    other: "{count} characters too many",
  },
  "typing.one": "{name} is writing",
  "typing.two": "{first} and {second} are writing",
  "typing.many": "Several people are writing",

  "strip.connecting": "Connecting",
  "strip.retrying": "Reconnecting",
  "strip.retryIn": {
    one: "Connection lost. Next try in {count} second",
    other: "Connection lost. Next try in {count} seconds",
  },
  "strip.now": "Try now",
  "strip.offline": "You are offline. What you write is kept and goes out later.",
  "strip.lost": "Connection lost. Reconnecting.",
  "strip.back": "Connected again.",
} as const satisfies Record<string, Entry>;
