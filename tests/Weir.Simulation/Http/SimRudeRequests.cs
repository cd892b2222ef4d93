// Malformed requests, and what of them must never reach a backend. Used by rude clients and by every simulated backend.
using System.Text;
using Weir.Simulation.Harness;

namespace Weir.Simulation.Http;

/// <summary>Each is followed by a well-formed request that must never be taken for one (RFC 9112 §11.2).</summary>
internal static class SimRudeRequests
{
    private const int LongerThanAnyHead = 40_000;
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    // /rude is refused by its head; /broken by its body, so that its head may have gone on.
    private static readonly string[] All =
    [
        "GET /rude HTTP/1.1\r\n\r\n",
        "GET /rude HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST /rude HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /rude HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 35\r\n\r\n",
        "POST /rude HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 0\r\n\r\n",
        "POST /rude HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n",
        "POST /rude HTTP/1.1\r\nHost: a\r\nContent-Length: 0x10\r\n\r\n",
        "POST /rude HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST /rude HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST /rude HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /rude HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "GET /rude HTTP/1.1\r\nHost: a\r\nX-A: b\r\n folded\r\n\r\n",
        "GET /rude HTTP/1.1\r\nHost: a\r\nno colon here\r\n\r\n",
        "GET /rude HTTP/1.1\r\nHost: a\r\nX-A: b\0c\r\n\r\n",
        "GET /rude HTTP/1.1\r\nHost: a\r\nX-A: b\rc\r\n\r\n",
        "GET /rude HTTP/1.1\nHost: a\n\n",
        "GET  /rude HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /rude\r\nHost: a\r\n\r\n",
        "GET /rude HTTP/2.0\r\nHost: a\r\n\r\n",
        "CONNECT /rude HTTP/1.1\r\nHost: a\r\n\r\n",
        "G\u0001ET /rude HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /rude HTTP/1.1\r\nHost: a\r\nX-Long: "
            + new string('x', LongerThanAnyHead)
            + "\r\n\r\n",
        "POST /broken HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        "POST /broken HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n0\r\n\r\n",
        "POST /broken HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloworld\r\n0\r\n\r\n",
        "POST /broken HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n",
        "POST /broken HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nno colon here\r\n\r\n",
        "POST /broken HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000000\r\nhello",
    ];

    public static int Count => All.Length;

    /// <summary>One of them, with the smuggled request behind it.</summary>
    public static byte[] Get(int index) => Encoding.Latin1.GetBytes(All[index] + Smuggled);

    /// <summary>A request line arrived at a backend.</summary>
    public static void CheckHead(string startLine) => Check(startLine, "/rude");

    /// <summary>A whole request arrived at a backend.</summary>
    public static void CheckWhole(string startLine) => Check(startLine, "/broken");

    private static void Check(string startLine, string target)
    {
        if (startLine.Contains(target) || startLine.Contains("/smuggled"))
        {
            throw new SimFailureException($"a malformed request reached a backend: {startLine}");
        }
    }
}
