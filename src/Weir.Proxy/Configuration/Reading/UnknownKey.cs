// Says what an unknown key may have been meant to be, or where it belongs.

using Weir.Proxy.Configuration.Keys;
using Weir.Proxy.Configuration.Source;

namespace Weir.Proxy.Configuration.Reading;

/// <summary>The message for a key that a section does not have.</summary>
internal static class UnknownKey
{
    /// <returns>The key that was probably meant; null when nothing comes close.</returns>
    public static string? Report(ConfigMember member, SectionKeys keys, ProblemList problems)
    {
        string[] names = [.. keys.Keys.Select(key => key.Name)];
        string? suggestion =
            PeerWords.Find(member.Name, names) ?? NearestName.Find(member.Name, names);
        string hint = suggestion is null ? HomeOf(member.Name) : "";
        problems.Error(
            member,
            "unknown-key",
            $"\"{member.Name}\" is no key of {Describe(keys.Name)}{hint}",
            suggestion
        );
        return suggestion;
    }

    private static string HomeOf(string name)
    {
        string[] homes = HomesOf(name);
        if (homes.Length > 0)
            return $"; it belongs in {string.Join(" or ", homes)}";
        // A word of another program's, for something that we keep elsewhere.
        string? ours = PeerWords.Of(name).FirstOrDefault(word => HomesOf(word).Length > 0);
        return ours is null
            ? ""
            : $"; here it is \"{ours}\", which belongs in {string.Join(" or ", HomesOf(ours))}";
    }

    private static string[] HomesOf(string name) =>
        [
            .. RootKeys
                .Sections.Prepend(RootKeys.All)
                .Where(section => section.Find(name) is not null)
                .Select(section => Describe(section.Name)),
        ];

    private static string Describe(string section) =>
        section switch
        {
            "config" => "the whole file",
            "listener" or "route" or "backend" or "cluster" => "a " + section,
            _ => $"\"{section}\"",
        };
}
