import Link from "next/link";

export default function Home() {
  return <Link href="/inbox?a=1" prefetch={false}>Inbox</Link>;
}
