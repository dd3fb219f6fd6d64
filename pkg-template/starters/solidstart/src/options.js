const { KRATOS_URL = "http://localhost:4433", APP_URL = "http://localhost:4455" } = process.env;

export const options = { kratosUrl: KRATOS_URL, appUrl: APP_URL, loginUrl: "/login" };
