import createClient from "openapi-fetch";
import type { components, paths } from "./benefitcalc.js";

const api = createClient<paths>({ baseUrl: process.argv[2] });
const facts: components["schemas"]["Facts"] = {
  age: 82, care_need: "partial", is_in_economic_hardship: true, care_home_cost: "36000",
};
const params = { query: { lang: "en" } };
const rule = "care_home_subsidy", on = "2023-05-01";

const { data, error } = await api.POST("/api/v1/estimate", { params, body: { rule, facts, on } });
if (error) throw new Error(error.detail);
console.log(`${data.estimate.at_least} to ${data.estimate.at_most}, missing: ${data.estimate.missing}`);

const screened = await api.POST("/api/v1/screen", { params, body: { facts, on } });
console.log(screened.data?.screening.next_question?.says.text);

const people = [{ ...facts, care_home_stars: 2 }, {}];
const batch = await api.POST("/api/v1/batch", { params, body: { rule, people, on } });
for (const each of batch.data?.people ?? []) console.log(each.amount);

const refused = await api.POST("/api/v1/estimate", { params, body: { rule, facts: { age: -1 } } });
console.log(refused.error?.status, refused.error?.problems[0]?.pointer);
