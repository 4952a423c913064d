/**
 * The icons in use, under names that say what they mean here. Decorative all: whatever shows one alone
 * carries a label. (One line per icon, so that the bundle holds these alone.)
 */
export {
  ArrowDown as DownIcon,
  ArrowLeft as BackIcon,
  CircleAlert as AlertIcon,
  Compass as BrowseIcon,
  Eye as ShowIcon,
  EyeOff as HideIcon,
  Hash as PublicIcon,
  Info as InfoIcon,
  Lock as PrivateIcon,
  LogOut as SignOutIcon,
  Monitor as SystemThemeIcon,
  Moon as DarkIcon,
  Plus as CreateIcon,
  SendHorizontal as SendIcon,
  Settings as SettingsIcon,
  Sun as LightIcon,
  User as PersonIcon,
  Users as PeopleIcon,
} from "lucide-react";
