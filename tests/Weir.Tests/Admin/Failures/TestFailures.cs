// Failures for tests of what keeps and shows them.
using System.Net;
using Weir.Proxy.Events;
using Weir.Proxy.Primitives;

namespace Weir.Tests.Admin.Failures;

internal static class TestFailures
{
    public static FailureRecord Of(string code, string? cluster = "api") =>
        new()
        {
            Code = code,
            Detail = "connecting failed",
            Listener = "web",
            Cluster = cluster,
            Backend = "127.0.0.1:9100",
            Client = SocketEndpoint.FromAddress(IPAddress.Loopback, 5000),
            Method = "GET",
            Host = "shop.example",
            Path = "/cart",
            Status = 502,
            RequestId = "abc",
            ConnectionId = 7,
            Attempts = 1,
            DurationUs = 1_500,
            Steps =
            [
                new FailureStep(0, FailureStepKind.Accepted, null, null, 0),
                new FailureStep(500, FailureStepKind.Connecting, "127.0.0.1:9100", null, 0),
                new FailureStep(1_400, FailureStepKind.Failed, null, code, 0),
                new FailureStep(1_500, FailureStepKind.Answered, null, null, 502),
            ],
            OmittedSteps = 2,
            Unrecorded = 4,
        };
}
