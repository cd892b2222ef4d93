// The Date of responses on a clock of the test's.
using System.Text;
using Shouldly;
using Weir.Proxy.Sessions;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class HttpDateTests
{
    [Fact]
    public void The_clock_is_asked_once_a_second()
    {
        int asked = 0;
        var date = new HttpDate(text =>
        {
            asked++;
            Encoding.ASCII.GetBytes($"Sun, 06 Nov 1994 08:49:3{asked} GMT", text);
        });
        At(date, 5_000_000).ShouldBe("Sun, 06 Nov 1994 08:49:31 GMT");
        At(date, 5_999_999).ShouldBe("Sun, 06 Nov 1994 08:49:31 GMT");
        At(date, 6_000_000).ShouldBe("Sun, 06 Nov 1994 08:49:32 GMT");
        asked.ShouldBe(2);
    }

    [Fact]
    public void Without_a_clock_there_is_no_date() => At(new HttpDate(null), 0).ShouldBeEmpty();

    private static string At(HttpDate date, long nowUs) => Encoding.ASCII.GetString(date.At(nowUs));
}
