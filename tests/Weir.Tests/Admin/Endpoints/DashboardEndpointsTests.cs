// The status page is whole and asks nothing of other servers.
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Weir.Tests.Admin.Endpoints;

public sealed partial class DashboardEndpointsTests
{
    [Fact]
    public async Task The_page_and_all_that_it_refers_to_are_served()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        HttpResponseMessage page = await admin.SendAsync("GET", "/");
        page.Content.Headers.ContentType.ShouldNotBeNull().MediaType.ShouldBe("text/html");
        string html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        string[] files = [.. Reference().Matches(html).Select(m => m.Groups["file"].Value)];
        files.ShouldBe(["dashboard.css", "dashboard.js"], ignoreOrder: true);
        foreach (string file in files)
        {
            HttpResponseMessage answer = await admin.SendAsync("GET", "/" + file);
            answer.EnsureSuccessStatusCode();
            string text = await answer.Content.ReadAsStringAsync(
                TestContext.Current.CancellationToken
            );
            text.ShouldNotContain("://", customMessage: "nothing comes from elsewhere");
        }
    }

    [GeneratedRegex(
        "(href|src)=\"(?<file>[^\"]*)\"",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Reference();
}
