/** Version of the messages on the socket; raised when an old client could misread a new daemon or the reverse. */
export const protocolVersion = 3;
