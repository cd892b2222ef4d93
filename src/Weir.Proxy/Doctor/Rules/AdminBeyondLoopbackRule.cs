// The admin API speaks plain HTTP: beyond loopback its token can be read on the way.

using Weir.Configuration;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>admin-beyond-loopback</c></summary>
public sealed class AdminBeyondLoopbackRule() : DoctorRule("admin-beyond-loopback")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        if (config.Admin.Address is { } address && !Loopback.Is(address))
        {
            yield return OfKey(
                FindingSeverity.Warning,
                facts,
                "admin.address",
                (
                    $"the admin API at {address.Text} can be reached from other machines, and its token travels in clear text",
                    "bind it to 127.0.0.1 and reach it through ssh -L or a proxy with TLS, or keep the network private"
                )
            );
        }
    }
}
