import { checks } from "./checks";
import { NGINX } from "./rig/nginx";
import { test } from "./rig/test";

test.use({ gateway: NGINX });
checks(NGINX);
