import Link from "next/link";

export default function Home() {
  return <Link href="/inbox" prefetch={false}>Inbox</Link>;
}
