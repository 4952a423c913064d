/** The wire's bounds. Every list, text and page that crosses it has an end. */
export const limits = {
  textCharsMax: 8_000,
  roomNameCharsMax: 80,
  roomTopicCharsMax: 250,
  personNameCharsMax: 60,
  usernameCharsMin: 3,
  usernameCharsMax: 30,
  emojiCharsMax: 32,
  requestIdCharsMax: 128,
  passwordCharsMin: 8,
  passwordCharsMax: 128,
  roomsPerFrameMax: 100,
  membersPerRequestMax: 100,
  mentionsPerMessageMax: 50,
  eventsPerResumeMax: 100,
  eventsPerPageDefault: 100,
  eventsPerPageMax: 500,
  messagesPerPageDefault: 50,
  messagesPerPageMax: 100,
  usersPerPageDefault: 20,
  usersPerPageMax: 50,
  searchQueryCharsMax: 200,
  slowModeMsMax: 3_600_000,
  /** At most one typing notice per room and person is passed on in this time. */
  typingIntervalMs: 3_000,
  /** How long a typing notice holds. */
  typingLeaseMs: 5_000,
} as const;
