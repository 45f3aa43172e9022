import benefitcalc.client.ApiClient;
import benefitcalc.client.ApiException;
import benefitcalc.client.api.BenefitsApi;
import benefitcalc.client.model.*;
import java.util.List;

public class First {
    public static void main(String[] args) throws ApiException {
        var client = new ApiClient();
        client.updateBaseUri(args[0]);
        var api = new BenefitsApi(client);
        var facts = new Facts().age(new GivenAge(82)).careNeed(new GivenCareNeed("partial"))
            .isInEconomicHardship(new GivenYesNo(true)).careHomeCost(new GivenAmount("36000"));
        var asked = new EstimateAsked().rule(RuleName.CARE_HOME_SUBSIDY).facts(facts).on("2023-05-01");

        var found = api.estimate(asked, "en").getEstimate();
        System.out.println(found.getAtLeast() + " to " + found.getAtMost() + ", missing: " + found.getMissing());

        var screening = api.screen(new ScreenAsked().facts(facts).on("2023-05-01"), "en").getScreening();
        System.out.println(screening.getNextQuestion().getSays().getText());

        var people = List.of(facts.careHomeStars(new GivenCareHomeStars(2)), new Facts());
        var batch = api.batch(new BatchAsked().rule(RuleName.CARE_HOME_SUBSIDY).people(people).on("2023-05-01"), "en");
        for (var each : batch.getPeople()) System.out.println(each.getAmount());

        try {
            api.estimate(new EstimateAsked().rule(RuleName.CARE_HOME_SUBSIDY).facts(new Facts().age(new GivenAge(-1))), "en");
        } catch (ApiException refused) {
            System.out.println(refused.getCode() + " " + refused.getResponseBody());
        }
    }
}
