import { checks } from "./checks";
import { HAPROXY } from "./rig/haproxy";
import { test } from "./rig/test";

test.use({ gateway: HAPROXY });
checks(HAPROXY);
