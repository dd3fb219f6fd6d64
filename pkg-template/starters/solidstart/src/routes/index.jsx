export default () => <a href="/inbox">Inbox</a>;
