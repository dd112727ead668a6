/** Messages and rows of the shapes that providers take, for tests of their checks. */
export type Rows = readonly unknown[];

/** Rows as JSON lines. */
export const lines = (rows: Rows): string => rows.map((row) => JSON.stringify(row)).join("\n");
export const times = (n: number, make: (i: number) => unknown): unknown[] =>
  Array.from({ length: n }, (_, i) => make(i));

export const system = { role: "system", content: "Be brief." };
export const user = (content: unknown): object => ({ role: "user", content });
export const assistant = (content: unknown): object => ({ role: "assistant", content });
export const converse = (role: string, ...content: object[]): object => ({ role, content });

/** Rows that each provider takes without a word, as many as it wants. */
export const chats = times(12, (i) => ({ messages: [system, user(`Question ${i}`), assistant(`Answer ${i}`)] }));
export const bare = times(32, (i) => ({ messages: [user(`Question ${i}`), assistant(`Answer ${i}`)] }));
export const novas = times(10, (i) => ({
  messages: [converse("user", { text: `Q${i}` }), converse("assistant", { text: `A${i}` })],
}));
export const pairs = times(10, (i) => ({
  input: { messages: [user(`Q${i}`)] },
  preferred_output: [assistant(`A${i}`)],
  non_preferred_output: [assistant("no")],
}));
