"use client";
import { connect } from "propylon/inline";
import "propylon/elements/inline";
import "propylon/styles.css";
import { SignIn } from "../sign-in.jsx";

export default function Page() {
  return <SignIn connect={connect} />;
}
