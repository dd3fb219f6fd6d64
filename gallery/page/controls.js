// The controls that the site loads on demand.
import { attend } from "../../www/controls/attend.js";
import * as date from "../../www/controls/date.js";
import * as scheme from "../../www/controls/scheme.js";
import * as search from "../../www/controls/search.js";
import * as tel from "../../www/controls/tel.js";

// No SMS arrives here.
const sms = { default: () => {} };
const controls = { date, scheme, search, sms, tel };

attend(document.body, async (name) => controls[name]);
