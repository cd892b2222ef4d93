// Rules of iptables(8) in the network namespace that scripts/faults.sh has made for this run: nothing outside it is touched.
using System.Diagnostics;

namespace Weir.Faults.Tools;

/// <summary>Rules that go away when disposed. Tests that need them are skipped outside such a namespace.</summary>
public sealed class Firewall : IDisposable
{
    private readonly string[] _rule;

    private Firewall(string[] rule)
    {
        Namespaces.Need();
        _rule = rule;
        Run(["-I", "INPUT", .. _rule]);
    }

    /// <summary>Packets to this address vanish: the host is gone, and nobody says so.</summary>
    public static Firewall Drop(string address) => new([.. To(address), "-j", "DROP"]);

    /// <summary>Every packet to this address is answered by RST.</summary>
    public static Firewall ResetAll(string address) =>
        new([.. To(address), "-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset"]);

    /// <summary>A share of all tcp packets is lost, evenly at random.</summary>
    public static Firewall Lose(double share) =>
        new([
            "-p",
            "tcp",
            "-m",
            "statistic",
            "--mode",
            "random",
            "--probability",
            share.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "-j",
            "DROP",
        ]);

    public void Dispose() => Run(["-D", "INPUT", .. _rule]);

    private static string[] To(string address) => ["-d", address[..address.LastIndexOf(':')]];

    private static void Run(string[] arguments)
    {
        using Process process = Process.Start("iptables", arguments).ShouldNotBeNull();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, "iptables " + string.Join(' ', arguments));
    }
}
