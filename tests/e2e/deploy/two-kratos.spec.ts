// Of two Kratos on one database, one goes down and comes back while people sign up and in: nobody loses what
// is typed, and nobody gets two accounts.
import { EventEmitter, once } from "node:events";
import { expect } from "@playwright/test";
import { PASSWORD, field } from "../support/screens";
import { test as base } from "../support/test";
import { Pair } from "./rig/pair";
import { type Method, Person } from "./rig/person";

const test = base.extend<object, { pair: Pair }>({
  pair: [
    async ({ around }, use) => {
      // As in production: a sign-in takes a while, so that an outage meets some.
      const pair = await Pair.start(around, { bcrypt: { cost: 12 } });
      await use(pair);
      await pair.stop();
    },
    { scope: "worker" },
  ],
  baseURL: ({ pair }, use) => use(pair.site),
});

const OUTAGES = 6;

test("one Kratos is killed and started again while people sign up and in", async ({ browser, pair, mail }, info) => {
  test.setTimeout(180_000);
  const people: Person[] = [];
  const forms = new EventEmitter();
  let outages = 0;

  const goDown = async (): Promise<void> => {
    for (; outages < OUTAGES; outages += 1) {
      const which = outages % 2 === 0 ? 0 : 1;
      await once(forms, "sent");
      await pair.kill(which);
      await pair.revive(which);
      // The other is not killed before this one is one of two again.
      await pair.serves(which);
    }
  };

  const act = async (name: string): Promise<void> => {
    for (let round = 0; outages < OUTAGES; round += 1) {
      const page = await browser.newPage();
      page.on("request", (request) => request.method() === "POST" && forms.emit("sent"));
      const person = new Person(page, mail, `${name}-${round}@example.org`);
      people.push(person);
      const method: Method = round % 2 === 0 ? "password" : "code";
      await person.signUp(method);
      await page.context().clearCookies();
      await person.signIn(method);
      await page.close();
    }
  };

  await Promise.all([goDown(), ...["ada", "grace", "joan", "mary"].map(act)]);
  const lost = people.reduce((sum, person) => sum + person.lost, 0);
  info.annotations.push({
    type: "outages",
    description: `${outages} outages, ${people.length} people, ${lost} answers lost`,
  });
  for (const { address } of people) expect(await pair.admin.identities(address), address).toHaveLength(1);
});

test("a form that was lost with its Kratos is sent again to the other", async ({ browser, pair, mail }) => {
  const page = await browser.newPage();
  const person = new Person(page, mail, "lise@example.org");
  await person.signUp("password");
  await page.context().clearCookies();
  // Only the second is there, and hangs before it gets the form.
  await pair.kill(0);
  const sent = new Promise<void>((done) => {
    void page.route("**/self-service/login?*", async (route, request) => {
      if (request.method() === "POST" && person.lost === 0) {
        pair.freeze(1);
        done();
      }
      await route.continue();
    });
  });
  const signedIn = person.signIn("password");
  await sent;
  await pair.revive(0);
  await pair.kill(1);
  await signedIn;
  expect(person.lost).toBe(1);
  await pair.revive(1);
});

for (const method of ["password", "code"] as const) {
  test(`an answer lost after its effect leads on, at each step: ${method}`, async ({ browser, pair, mail }) => {
    test.setTimeout(180_000);
    const page = await browser.newPage();
    const person = new Person(page, mail, `rosalind-${method}@example.org`);
    const lost = new Set<string>();
    await page.route("**/self-service/**", async (route, request) => {
      const form = `${new URL(request.url()).pathname} ${Object.keys(request.postDataJSON() ?? {})}`;
      if (request.method() !== "POST" || lost.has(form)) return route.continue();
      lost.add(form);
      const { "content-length": _, host: __, ...headers } = await request.allHeaders();
      // Not by the browser, which would keep the cookies of the answer.
      await (await fetch(request.url(), { method: "POST", headers, body: request.postData() })).text();
      await route.fulfill({ status: 502, json: { error: { code: 502, message: "Kratos cannot be reached." } } });
    });
    await person.signUp(method);
    await page.context().clearCookies();
    await person.signIn(method);
    expect(person.lost).toBe(lost.size);
    expect(await pair.admin.identities(person.address)).toHaveLength(1);
  });
}
