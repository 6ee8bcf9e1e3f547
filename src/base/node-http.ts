/**
 * Node's HTTP module. Imported by name, a module of Node's has all its exports read, and three of this one's (`WebSocket`
 * and its events) load the client of `fetch` with them: 4 MB and 20 ms that nothing here needs.
 */
export const http = process.getBuiltinModule('node:http');
