"use client";
import { connect } from "propylon";
import "propylon/elements";
import "propylon/styles.css";
import { SignIn } from "./sign-in.jsx";

export default function Page() {
  return <SignIn connect={connect} />;
}
