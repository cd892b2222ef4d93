// The status page is whole and asks nothing of other servers.
using System.IO.Compression;
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
        files.ShouldBe(["dashboard.css", "dashboard.js", "favicon.svg"], ignoreOrder: true);
        foreach (string file in files)
        {
            HttpResponseMessage answer = await admin.SendAsync("GET", "/" + file);
            answer.EnsureSuccessStatusCode();
            string text = await answer.Content.ReadAsStringAsync(
                TestContext.Current.CancellationToken
            );
            text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal)
                .ShouldNotContain("://", customMessage: "nothing comes from elsewhere");
        }
    }

    [Fact]
    public async Task Who_takes_gzip_gets_the_same_in_fewer_bytes()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        byte[] plain = await BodyAsync(await admin.SendAsync("GET", "/dashboard.js"));
        HttpResponseMessage answer = await admin.SendAsync(
            "GET",
            "/dashboard.js",
            null,
            ("Accept-Encoding", "gzip, br")
        );

        answer.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        byte[] zipped = await BodyAsync(answer);
        zipped.Length.ShouldBeLessThan(plain.Length / 2);
        using var unzipped = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(zipped), CompressionMode.Decompress))
        {
            await gzip.CopyToAsync(unzipped, TestContext.Current.CancellationToken);
        }

        unzipped.ToArray().ShouldBe(plain);
    }

    [Fact]
    public async Task The_page_may_run_its_own_script_only_and_stands_in_no_frame()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        HttpResponseMessage page = await admin.SendAsync("GET", "/");

        string policy = page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        page.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    private static Task<byte[]> BodyAsync(HttpResponseMessage response) =>
        response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

    [GeneratedRegex(
        "(href|src)=\"(?<file>[^#\"][^\"]*)\"",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Reference();
}
