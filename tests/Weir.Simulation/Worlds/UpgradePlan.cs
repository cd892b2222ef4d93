// How an upgrade of a random world is asked for and answered.
using System.Globalization;
using System.Text;
using Weir.Simulation.Http;

namespace Weir.Simulation.Worlds;

/// <summary>Plain data; the backend is told by fields of the request.</summary>
internal sealed record UpgradePlan
{
    /// <summary>Of the request's own body.</summary>
    public int BodyBytes { get; init; }

    /// <summary>How much of the other protocol is sent right behind the request, before the switch.</summary>
    public int AheadBytes { get; init; }

    /// <summary>The backend switches as soon as it has the head.</summary>
    public bool IsEarly { get; init; }

    /// <summary>How long the backend, once it has the request, thinks about switching.</summary>
    public long DelayUs { get; init; }

    public byte[] Request(int id)
    {
        var body = new byte[BodyBytes];
        SimBody.Fill(body, id, isAnswer: false, 0);
        string fields =
            BodyBytes == 0
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"Content-Length: {BodyBytes}\r\nX-Sim-Body: {id}\r\nX-Sim-Switch: {(IsEarly ? "early" : DelayUs)}\r\n"
                );
        return
        [
            .. Encoding.ASCII.GetBytes(
                $"GET /up HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: sim\r\n{fields}\r\n"
            ),
            .. body,
        ];
    }
}
