import { checks } from "./checks";
import { CADDY } from "./rig/caddy";
import { test } from "./rig/test";

test.use({ gateway: CADDY });
checks(CADDY);
