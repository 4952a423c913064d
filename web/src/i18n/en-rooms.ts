import type { Entry } from "./catalogue.ts";

/** The English texts of everything behind the sign-in, apart so that the sign-in page need not fetch them. */
export const enRooms = {
  "settings.title": "Settings",

  "notices.title": "Notifications",
  "notices.question": "Shall this browser tell you of direct messages and mentions while you are elsewhere?",
  "notices.allow": "Yes, tell me",
  "notices.refuse": "No",
  "notices.mention": "You were mentioned",

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

  "browse.title": "Find a room",
  "browse.people": {
    one: "{count} person",
    other: "{count} people",
  },

  "room.direct": "Direct messages",
  "room.nothingSaid": "Nothing said yet.",
  "room.nothingSaidLead": "Somebody has to go first; it may as well be you.",
  "room.begin": "Write something",

  "details.title": "Details",
  "person.unknown": "Somebody who left",

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
  "app.close": "Close",
  "app.dismiss": "Dismiss",
  "message.actions": "Message actions",
  "message.react": "React",
  "message.reactWith": "React with {emoji}",
  "message.reply": "Reply",
  "message.edit": "Edit",
  "message.delete": "Delete",
  "message.markUnread": "Mark as unread",
  "message.markedUnread": "Unread from here on, once you leave the room.",
  "message.copyLink": "Copy link",
  "message.linkCopied": "Link copied.",
  "message.inReplyTo": "In reply to",
  "message.replyEarlier": "In reply to an earlier message",
  "composer.editing": "Editing your message",
  "composer.replying": "Replying to {name}",
  "composer.save": "Save",
  "composer.people": "People to mention",
  "switcher.title": "Go to a room or person",
  "message.reaction": {
    one: "{emoji}: {count} person",
    other: "{emoji}: {count} people",
  },

  "pending.sending": "Sending",
  "pending.waiting": "Waiting to send",
  "pending.limited": {
    one: "Goes out in {count} second",
    other: "Goes out in {count} seconds",
  },
  "pending.failed": "Not sent. {reason}",
  "pending.retry": "Retry",
  "pending.discard": "Delete",

  "unsent.count": {
    one: "{count} message was not sent",
    other: "{count} messages were not sent",
  },

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
  "strip.offline": "You are offline. What you write goes out later.",
  "strip.lost": "Connection lost. Reconnecting.",
  "strip.back": "Connected again.",

  "composer.archived": "This room is archived. It can be read, and nothing more.",
  "composer.muted": "You are muted in this room until {moment}.",
  "person.online": "online",
  "person.offline": "offline",
  "person.bot": "bot",
  "person.seen": "seen {ago}",
  "room.settings": "Room settings",
  "room.search": "Search in this room",

  "people.title": "Write to somebody",
  "search.title": "Search",

  "message.moreReactions": "More reactions",
} as const satisfies Record<string, Entry>;
