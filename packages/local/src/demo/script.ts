/** Who is in the demo and what they say. */

/** For people who exist on this machine only. */
export const demoPassword = "a table by the window";

export const people = [
  { name: "Ada", lastName: "Okafor", username: "ada", email: "ada@parley.example" },
  { name: "Ben", lastName: "Lindqvist", username: "ben", email: "ben@parley.example" },
  { name: "Chiara", lastName: "Moretti", username: "chiara", email: "chiara@parley.example" },
  { name: "Dalia", lastName: "Haddad", username: "dalia", email: "dalia@parley.example" },
] as const;

export const room = {
  name: "Front desk",
  topic: "Who is in, what is on, and where the good coffee went",
  visibility: "public",
} as const;

type Username = (typeof people)[number]["username"];

export const conversation: readonly (readonly [Username, string])[] = [
  ["ada", "Morning all. The window table is free until ten."],
  ["ben", "Taken. I brought the long cable."],
  ["chiara", "Does anyone have the floor plan for Thursday? The one with the *second* stage."],
  ["dalia", "I have it, sending it round after this call."],
  ["ada", "@chiara it also hangs beside the lift, version from Monday."],
  ["chiara", "Monday's is wrong, they moved the doors."],
  ["ben", "They moved the doors?"],
  ["dalia", "They moved the doors. Forty seats fewer on the left, forty more behind the bar."],
  ["ada", "Then the bar opens at six and not at seven. Ben, can you tell the caterers?"],
  ["ben", "Doing it now."],
  ["chiara", "Thank you. And somebody please write down where the good coffee went."],
  ["dalia", "Third shelf, behind the tea nobody drinks."],
  ["ben", "Caterers say six is fine, half past five would be better."],
  ["ada", "Half past five it is."],
];
