import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { Refused } from "./kratos.js";

/** Asks the person at the terminal; without a terminal, each line of standard input is an answer. Questions are
 * written to standard error, because standard output is for the result alone. */
export const asking = (input = process.stdin, output = process.stderr) =>
  input.isTTY ? { isTerminal: true, ask: (question, options) => typed(input, output, question, options), close() {} } : lines(input);

const typed = (input, output, question, { secret = false } = {}) => {
  // What is typed is written by readline; nobody may read a secret over the shoulder.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input, output: secret ? nowhere : output, terminal: true });
  // Only now: until readline has the terminal, that writes what is typed by itself.
  if (secret) output.write(question);
  return new Promise((resolve, reject) => {
    terminal.question(secret ? "" : question, (answer) => {
      resolve(answer.trim());
      terminal.close();
    });
    // Ctrl-C and Ctrl-D; after an answer it changes nothing.
    terminal.once("close", () => {
      if (secret) output.write("\n");
      reject(new Refused("Nobody was signed in."));
    });
  });
};

const lines = (input) => {
  const reader = createInterface({ input });
  const rest = reader[Symbol.asyncIterator]();
  return {
    isTerminal: false,
    async ask(question) {
      const { done, value } = await rest.next();
      if (done) throw new Refused(`Standard input has no line for: ${question.trim().replace(/:$/, "")}`);
      return value.trim();
    },
    close: () => reader.close(),
  };
};
