import { COOKIES } from "./broken/cookies";
import { DANGER } from "./broken/danger";
import { FLOWS } from "./broken/flows";
import { APIS, GATEWAY } from "./broken/gateway";
import { REACH } from "./broken/reach";
import { WEBAUTHN } from "./broken/webauthn";
import { HEALTHY } from "./healthy";
import { test } from "./rig/test";

for (const setUp of [...REACH, ...GATEWAY, ...COOKIES, ...APIS, ...FLOWS, ...WEBAUTHN, ...DANGER]) {
  test(`${setUp.name}: ${setUp.finds.join(", ")}`, ({ examine }) => examine(setUp));
}

for (const setUp of HEALTHY) {
  test(`${setUp.name}: nothing`, ({ examine }) => examine(setUp));
}
