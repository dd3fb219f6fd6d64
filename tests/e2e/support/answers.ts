import type { Route } from "@playwright/test";

/** A fault in place of an answer of Kratos. */
export interface Fault {
  /** The status, if the page may show it. */
  status?: number;
  /** Whether this is a regular answer of Kratos to such a request. */
  isUsual?: (request: string) => boolean;
  /** Whether it never arrives and the page has to time out. */
  hangs?: boolean;
  /** Whether it is the regular answer, so that nothing may be visible. */
  isHarmless?: boolean;
  /** Whether Kratos has processed the request all the same. */
  done?: boolean;
  give: (route: Route) => Promise<void>;
}

const GATEWAY = "<!doctype html><title>Gateway</title><h1>Be right back</h1><p>nginx</p>";

/** An error in Kratos' format. */
function refusal(code: number, status: string, more: object = {}): Fault {
  const error = { code, status, message: `${status}.`, reason: `Refused by a test: ${status}.` };
  return {
    status: code,
    give: (route) => route.fulfill({ status: code, json: { error: { ...error, ...more } } }),
  };
}

/** An HTML page of a gateway. */
function page(status: number): Fault {
  return {
    status,
    give: (route) => route.fulfill({ status, contentType: "text/html; charset=utf-8", body: GATEWAY }),
  };
}

/** A body with the content type JSON. */
function json(body: string, status = 200): Fault {
  return {
    status,
    give: (route) => route.fulfill({ status, contentType: "application/json", body }),
  };
}

function redirect(location: string): Fault {
  return {
    // The status of the page after the redirect.
    status: 200,
    give: (route) => route.fulfill({ status: 302, headers: { location }, body: "" }),
  };
}

/** Sends the request to Kratos, but hides the answer from the browser. */
async function perform(route: Route): Promise<void> {
  const request = route.request();
  const sent = Object.entries(await request.allHeaders());
  const answer = await fetch(request.url(), {
    method: request.method(),
    headers: sent.filter(([name]) => ["accept", "content-type", "cookie", "origin"].includes(name)),
    body: request.postData(),
    redirect: "manual",
  });
  await answer.text();
}

/** All faults, by kind. */
export const FAULTS: Record<string, Record<string, Fault>> = {
  "no answer in time": {
    "no answer in time": { hangs: true, give: async () => {} },
  },
  "no answer": {
    "a refused connection": { give: (route) => route.abort("connectionrefused") },
    "an answer lost on its way": {
      done: true,
      give: async (route) => {
        await perform(route);
        await route.abort("connectionreset");
      },
    },
    // The site's policy allows no other origin.
    "a 302 to a page elsewhere": redirect("http://127.0.0.1:9/captive"),
  },
  "pages of gateways": {
    "a 302 to a page": redirect("/login?captive"),
    "a 200 in HTML": page(200),
    "a 403 in HTML": page(403),
    "a 413 in HTML": page(413),
    "a 429 in HTML": page(429),
    "a 500 in HTML": page(500),
    "a 502 in HTML": page(502),
    "a 503 in HTML": page(503),
    "a 504 in HTML after Kratos had done it": {
      done: true,
      status: 504,
      give: async (route) => {
        await perform(route);
        await route.fulfill({ status: 504, contentType: "text/html", body: GATEWAY });
      },
    },
    "HTML that says it is JSON": json(GATEWAY),
  },
  "other bodies": {
    "an empty 200": json(""),
    "a 204": {
      status: 204,
      isUsual: (request) => request.startsWith("DELETE "),
      give: (route) => route.fulfill({ status: 204, body: "" }),
    },
    "half an answer": json('{"id":"0b1c","ui":{"action":"http://loc'),
    "a list": json('[{"hello":"world"}]'),
    "an empty list": { ...json("[]"), isUsual: (request) => request === "GET /sessions" },
    "a number": json("7"),
    "another object": json('{"hello":["world"]}'),
    "the answer as text/html": {
      isHarmless: true,
      give: async (route) => {
        const response = await route.fetch({ maxRedirects: 0 });
        const headers = { ...response.headers(), "content-type": "text/html; charset=utf-8" };
        await route.fulfill({ response, headers });
      },
    },
  },
  "refusals of the request": {
    "a 401 in JSON": refusal(401, "Unauthorized"),
    "a 403 in JSON": refusal(403, "Forbidden"),
    "a 404 in JSON": {
      ...refusal(404, "Not Found"),
      isUsual: (request) => request === "GET /self-service/errors",
    },
    "a 409 in JSON": refusal(409, "Conflict"),
    "a 410 in JSON": refusal(410, "Gone"),
    "a 413 in JSON": refusal(413, "Request Entity Too Large"),
    "a 415 in JSON": refusal(415, "Unsupported Media Type"),
    "a 422 without a URL": refusal(422, "Unprocessable Entity", {
      id: "browser_location_change_required",
    }),
    "a 429 in JSON": refusal(429, "Too Many Requests"),
  },
  "refusals of the server": {
    "a 500 in JSON": refusal(500, "Internal Server Error"),
    "a 503 in JSON": refusal(503, "Service Unavailable"),
    "a 503 without a reason": {
      status: 503,
      give: (route) => route.fulfill({ status: 503, json: { error: {} } }),
    },
  },
};
